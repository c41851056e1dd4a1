namespace Router.Providers.OpenAI.Wire;

/// <summary>A function call as it stands in an answer, or the piece of one that stands in a chunk.</summary>
/// <param name="Index">Its place among the calls; null where the server gave none.</param>
/// <param name="Id">Its id; only on the first piece, if at all.</param>
/// <param name="Name">The function's name; only on the first piece.</param>
/// <param name="Arguments">The arguments' JSON, or a piece of it; null where there is none.</param>
internal readonly record struct ToolCallPart(long? Index, string? Id, string? Name, string? Arguments);

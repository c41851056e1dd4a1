namespace Router.Providers.Http;

/// <summary>How a provider frames its events.</summary>
internal sealed record SseOptions
{
    /// <summary>Events whose data is one JSON document each, and <c>[DONE]</c> at the end: OpenAI, Workers AI.</summary>
    internal static SseOptions Json { get; } = new() { JsonDocuments = true };

    /// <summary>Events whose data is any text, exactly as the standard has it: Replicate.</summary>
    internal static SseOptions Text { get; } = new();

    /// <summary>
    /// Whether each event is one JSON document. Then a data line that follows a whole document without a blank line begins an
    /// event of its own, and a line <c>[DONE]</c>, with or without <c>data:</c>, ends the stream. Default: false.
    /// </summary>
    internal bool JsonDocuments { get; init; }

    /// <summary>The longest event in bytes; beyond it the stream is malformed. Default: 16 MiB.</summary>
    internal int MaxEventBytes { get; init; } = 16 * 1024 * 1024;
}

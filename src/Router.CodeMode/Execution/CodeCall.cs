using System.Text.Json;

namespace Router.CodeMode.Execution;

/// <summary>A call that a program makes. Immutable.</summary>
public sealed record CodeCall
{
    /// <summary>The run that makes it.</summary>
    public required string RunId { get; init; }

    /// <summary>Its number within the run, from 1, in the order in which the program made its calls.</summary>
    public required int Number { get; init; }

    /// <summary>The function, as the program wrote it: <c>github.issues.list</c>.</summary>
    public required string Name { get; init; }

    /// <summary>All arguments, an array. Bytes are <c>{"$bytes":"base64"}</c>.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>
    /// The same for every attempt at this very call, also after a wake-up in another process: what an idempotent function hands on as its key.
    /// </summary>
    public string IdempotencyKey => $"{RunId}/{Number}";

    /// <summary>As in <see cref="CodeRequest.SessionId"/>.</summary>
    public string? SessionId { get; init; }
}

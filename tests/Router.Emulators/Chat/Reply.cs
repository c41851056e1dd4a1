namespace Router.Emulators.Chat;

/// <summary>One scripted answer of an emulated model.</summary>
public sealed record Reply
{
    public string? Text { get; init; }

    public IReadOnlyList<ReplyToolCall> ToolCalls { get; init; } = [];

    public string? Reasoning { get; init; }

    public string? Refusal { get; init; }

    /// <summary>Overrides the finish reason, which otherwise follows from the content.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The chunks the text is streamed in; without it, rough tokens.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    /// <summary>How Workers AI streams this answer. Other services ignore it.</summary>
    public StreamShape Shape { get; init; }

    /// <summary>The whole body of the answer, verbatim, instead of one built from the other properties.</summary>
    public string? RawJson { get; init; }

    /// <summary>The whole event stream, verbatim.</summary>
    public string? RawSse { get; init; }

    public static Reply Say(string text) => new() { Text = text };

    public static Reply Call(string name, string argumentsJson) => new() { ToolCalls = [new(name, argumentsJson)] };

    public static Reply Call(params ReplyToolCall[] calls) => new() { ToolCalls = calls };

    public static Reply Refuse(string text) => new() { Refusal = text };

    public static Reply Json(string body) => new() { RawJson = body };

    public static Reply Sse(string stream) => new() { RawSse = stream };
}

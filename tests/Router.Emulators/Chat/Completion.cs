namespace Router.Emulators.Chat;

/// <summary>A finished answer: pieces to stream, calls, the reason it ended, and what it cost by the rough count.</summary>
internal sealed record Completion
{
    public required Reply Reply { get; init; }

    public required IReadOnlyList<string> Pieces { get; init; }

    public required IReadOnlyList<string> ReasoningPieces { get; init; }

    public required IReadOnlyList<ReplyToolCall> Calls { get; init; }

    public required string FinishReason { get; init; }

    public required int PromptTokens { get; init; }

    public required int CompletionTokens { get; init; }

    public string Text => string.Concat(Pieces);

    public string Reasoning => string.Concat(ReasoningPieces);

    public int TotalTokens => PromptTokens + CompletionTokens;
}

using System.Text.Json.Nodes;

namespace Router.Emulators.Chat;

/// <summary>What an emulated model is asked, whichever service asked it.</summary>
internal sealed record ChatTurn
{
    public required string Model { get; init; }

    public required IReadOnlyList<ChatTurnMessage> Messages { get; init; }

    public IReadOnlyList<ChatTurnTool> Tools { get; init; } = [];

    /// <summary><c>none</c>, <c>auto</c>, <c>required</c>, or a tool's name.</summary>
    public string ToolChoice { get; init; } = "auto";

    public bool ParallelCalls { get; init; } = true;

    public JsonNode? AnswerSchema { get; init; }

    public bool WantsJson { get; init; }

    public bool Reasons { get; init; }

    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];
}

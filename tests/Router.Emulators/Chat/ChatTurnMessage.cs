namespace Router.Emulators.Chat;

internal sealed record ChatTurnMessage(string Role, string Text, IReadOnlyList<byte[]> Images)
{
    /// <summary>Of a tool's answer: the function that was called.</summary>
    public string? ToolName { get; init; }
}

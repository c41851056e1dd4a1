namespace Router.Emulators.Chat;

/// <summary>A function call a model answers with. Without an id the emulator gives one.</summary>
public sealed record ReplyToolCall(string Name, string ArgumentsJson, string? Id = null);

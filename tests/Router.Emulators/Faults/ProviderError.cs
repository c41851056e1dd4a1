namespace Router.Emulators.Faults;

/// <summary>What a provider code stands for on the wire. Type is OpenAI's error type or Replicate's title.</summary>
internal sealed record ProviderError(int Status, string Message, string? Type = null, string? Code = null, string? Param = null);

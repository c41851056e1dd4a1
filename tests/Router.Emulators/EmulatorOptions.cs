namespace Router.Emulators;

/// <summary>What an <see cref="EmulatorHost"/> starts with. Credentials are fixed so that a run can be repeated.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The clock behind delays, stalls, <c>created</c> fields and HTTP dates.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The port of the OpenAI emulator; 0, the default, takes a free one.</summary>
    public int OpenAIPort { get; init; }

    /// <summary>The port of the Workers AI emulator; 0, the default, takes a free one.</summary>
    public int WorkersAIPort { get; init; }

    /// <summary>The port of the Replicate emulator; 0, the default, takes a free one.</summary>
    public int ReplicatePort { get; init; }

    public string OpenAIKey { get; init; } = "sk-emulated-openai-key";

    public string WorkersAIToken { get; init; } = "emulated-workers-ai-token";

    public string WorkersAIAccountId { get; init; } = "0123456789abcdef0123456789abcdef";

    public string ReplicateToken { get; init; } = "r8_emulated_replicate_token";

    /// <summary>Serves <c>/_emulator/…</c>, which sets faults and lists requests from outside the process.</summary>
    public bool ControlEndpoint { get; init; }
}

using Microsoft.Extensions.AI;

namespace Router.CodeMode.Loop;

/// <summary>What a round of calls came to.</summary>
internal sealed record RoundOutcome
{
    /// <summary>The message with all results; null where there is none.</summary>
    internal ChatMessage? Results { get; init; }

    /// <summary>The programs that wait.</summary>
    internal IReadOnlyList<SuspendedProgram> Waiting { get; init; } = [];

    /// <summary>Whether the model is not to be asked again.</summary>
    internal bool Ends { get; init; }
}

using Router.CodeMode.Durability;

namespace Router.CodeMode.Execution;

/// <summary>A program to run. Immutable.</summary>
public sealed record CodeRequest
{
    /// <summary>The model's text: JavaScript or TypeScript, bare or fenced, in any of the forms that <see cref="Programs.ProgramForm"/> lists.</summary>
    public required string Source { get; init; }

    /// <summary>Names the run: up to 128 letters, digits, '.', '_', '-' or ':'. Default: a new identifier.</summary>
    public string? RunId { get; init; }

    /// <summary>Whose conversation it is: goes to spans as <c>gen_ai.conversation.id</c> and to the called functions. Default none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The seed of everything random in the program. Default: a new one, kept in the journal.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The program's first reading of the clock. Default: now. It moves on with each event that the program receives.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>What the program may use. Default: <see cref="CodeLimits.Default"/>.</summary>
    public CodeLimits Limits { get; init; } = CodeLimits.Default;

    /// <summary>How much of the run outlives this process. Default: <see cref="CodeDurability.OnSuspend"/>.</summary>
    public CodeDurability Durability { get; init; } = CodeDurability.OnSuspend;

    /// <summary>An earlier run of the same program to repeat: its results are given back, nothing in it is called again. Default none.</summary>
    public CodeJournal? Journal { get; init; }

    /// <summary>Receives what happens while it happens, on any thread, in order. Default none.</summary>
    public IProgress<CodeProgress>? Progress { get; init; }

    /// <summary>
    /// Asks the run to go to sleep at the next moment it waits (a machine is to restart): its state is stored and the result is
    /// <see cref="CodeStatus.Suspended"/>. Calls under way are given <see cref="CodeLimits.SuspendGrace"/> to finish. Default: never.
    /// </summary>
    public CancellationToken SuspendToken { get; init; }
}

using Router.CodeMode.Execution;

namespace Router.CodeMode.Durability;

/// <summary>What a run began with. Immutable.</summary>
public sealed record CodeJournalHeader
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The model's text.</summary>
    public required string Source { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The program's first reading of the clock.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>The limits.</summary>
    public required CodeLimits Limits { get; init; }

    /// <summary>The engine that ran it: another one may order things differently, which then is a divergence.</summary>
    public required string Engine { get; init; }

    /// <summary>Whose conversation it is.</summary>
    public string? SessionId { get; init; }

    /// <summary>How much of it outlives its process.</summary>
    public CodeDurability Durability { get; init; }
}

namespace Router.Admission;

/// <summary>A store's answer to a request: a mark for each claim, or the claim that stood in the way.</summary>
public readonly record struct AdmissionDecision
{
    /// <summary>Whether all claims were granted.</summary>
    public bool Granted => Marks is not null;

    /// <summary>A mark for each claim, in the order of the request; null where it was refused.</summary>
    public IReadOnlyList<AdmissionMark>? Marks { get; private init; }

    /// <summary>The index of the claim that was refused; of several the one that is free last.</summary>
    public int RefusedIndex { get; private init; }

    /// <summary>When the same request can be granted, if nobody else takes anything; null where no time is known.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>What stands at the refused claim, as <see cref="AdmissionMark.Standing"/> without this taking.</summary>
    public long Standing { get; private init; }

    /// <summary>Why the switch was set, where a switch refused.</summary>
    public string? StopReason { get; private init; }

    /// <summary>All claims are granted.</summary>
    public static AdmissionDecision Grant(IReadOnlyList<AdmissionMark> marks) => new() { Marks = marks };

    /// <summary>One claim stands in the way.</summary>
    public static AdmissionDecision Refuse(int index, TimeSpan? retryAfter, long standing, string? stopReason = null) =>
        new() { RefusedIndex = index, RetryAfter = retryAfter, Standing = standing, StopReason = stopReason };
}

namespace Router.CodeMode.Execution;

/// <summary>What happens outside of the run loop and is told to it: it alone changes the run.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Call">To which call.</param>
/// <param name="At">When.</param>
internal readonly record struct RunSignal(SignalKind Kind, CallState? Call = null, DateTimeOffset At = default)
{
    /// <summary>Of <see cref="SignalKind.Settled"/>: what the function answered.</summary>
    internal CallAnswer? Answer { get; init; }

    /// <summary>Of <see cref="SignalKind.Settled"/>: how long it took.</summary>
    internal TimeSpan Duration { get; init; }

    /// <summary>Of <see cref="SignalKind.GraceOver"/>: which time of grace.</summary>
    internal int Grace { get; init; }

    /// <summary>Of <see cref="SignalKind.Decided"/>: the decision, null for "not now".</summary>
    internal CodeApproval? Approval { get; init; }
}

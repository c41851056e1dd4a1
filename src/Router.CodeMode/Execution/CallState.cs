using System.Diagnostics;

namespace Router.CodeMode.Execution;

/// <summary>One call of a run, as its loop sees it. Written by the loop alone.</summary>
internal sealed class CallState(CodeCall call, string recorded, DateTimeOffset issuedAt)
{
    internal CodeCall Call { get; } = call;

    /// <summary>The arguments as the journal holds them.</summary>
    internal string Recorded { get; } = recorded;

    internal DateTimeOffset IssuedAt { get; } = issuedAt;

    /// <summary>Why it cannot be made at all, found when the program made it.</summary>
    internal CodeError? Refusal { get; set; }

    internal CodeFunction? Function { get; set; }

    internal CallPhase Phase { get; set; }

    /// <summary>Whether it was ever made, here or before the run slept.</summary>
    internal bool WasBegun { get; set; }

    internal bool WasReplayed { get; set; }

    internal CodeError? Error { get; set; }

    internal TimeSpan Duration { get; set; }

    internal long ResultBytes { get; set; }

    /// <summary>A name of the executor's own, such as <c>$sleep</c>.</summary>
    internal bool IsHost => Call.Name.StartsWith('$');

    /// <summary>Whether a second call does no harm.</summary>
    internal bool IsRepeatable => IsHost || Function is { Idempotent: true } or { ReadOnly: true };

    internal bool IsOpen => Phase is not CallPhase.Settled and not CallPhase.Abandoned;

    internal CodeCallStatus Status => Phase switch
    {
        CallPhase.Issued or CallPhase.Queued => CodeCallStatus.Queued,
        CallPhase.Asking or CallPhase.AwaitingApproval => CodeCallStatus.AwaitingApproval,
        CallPhase.Running or CallPhase.Pending => CodeCallStatus.Running,
        CallPhase.Abandoned => Function is { ReadOnly: true } ? CodeCallStatus.Failed : CodeCallStatus.InDoubt,
        CallPhase.Settled when Error is null => CodeCallStatus.Succeeded,
        CallPhase.Settled when Error.Kind == CodeErrorKind.InDoubt => CodeCallStatus.InDoubt,
        CallPhase.Settled => WasBegun ? CodeCallStatus.Failed : CodeCallStatus.Refused,
        _ => throw new UnreachableException(),
    };

    internal CodeCallRecord ToRecord() => new()
    {
        Call = Call,
        Status = Status,
        Error = Error,
        Duration = Duration,
        Replayed = WasReplayed,
        ResultBytes = ResultBytes,
    };
}

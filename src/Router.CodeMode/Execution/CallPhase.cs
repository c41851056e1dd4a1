namespace Router.CodeMode.Execution;

/// <summary>Where a call stands in the run loop.</summary>
internal enum CallPhase
{
    /// <summary>The program has made it, and nothing was decided about it yet: a replay is under way.</summary>
    Issued,

    /// <summary>An approver is being asked.</summary>
    Asking,

    /// <summary>It waits for a decision that comes with a wake-up.</summary>
    AwaitingApproval,

    /// <summary>It may be made and waits for its turn.</summary>
    Queued,

    /// <summary>It is being made.</summary>
    Running,

    /// <summary>Its result will come with a wake-up.</summary>
    Pending,

    /// <summary>Its result is known; the program has been told, or is about to be.</summary>
    Settled,

    /// <summary>It was under way when the run ended, and nobody waits for it any more.</summary>
    Abandoned,
}

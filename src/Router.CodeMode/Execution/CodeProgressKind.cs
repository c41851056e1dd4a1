namespace Router.CodeMode.Execution;

/// <summary>What a <see cref="CodeProgress"/> tells.</summary>
public enum CodeProgressKind
{
    /// <summary>A call is being made.</summary>
    CallStarted,

    /// <summary>A call has its result.</summary>
    CallFinished,

    /// <summary>A call failed, or was refused.</summary>
    CallFailed,

    /// <summary>A call waits for a decision.</summary>
    ApprovalRequired,

    /// <summary>The program logged something.</summary>
    Logged,

    /// <summary>The state of the run was stored.</summary>
    Checkpointed,

    /// <summary>The program said something to its user: the arguments of the call are what it said.</summary>
    Notified,
}

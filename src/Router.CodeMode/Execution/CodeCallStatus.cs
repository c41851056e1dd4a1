namespace Router.CodeMode.Execution;

/// <summary>How a call stands.</summary>
public enum CodeCallStatus
{
    /// <summary>The program made it and it was not begun: the run ended first, or it waits for its turn.</summary>
    Queued,

    /// <summary>It waits for a decision.</summary>
    AwaitingApproval,

    /// <summary>It is under way, or its result will come from elsewhere.</summary>
    Running,

    /// <summary>It has its result.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was refused, by a decision or a limit, and not made.</summary>
    Refused,

    /// <summary>It was under way when the run ended or its process died: nobody knows whether it took effect.</summary>
    InDoubt,
}

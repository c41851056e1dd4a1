namespace Router.CodeMode.Execution;

/// <summary>The kinds of <see cref="RunSignal"/>.</summary>
internal enum SignalKind
{
    /// <summary>A function has answered, or a timer of the program is over.</summary>
    Settled,

    /// <summary>An approver has answered.</summary>
    Decided,

    /// <summary>The run was asked to sleep.</summary>
    Suspend,

    /// <summary>A time of grace is over.</summary>
    GraceOver,

    /// <summary>The run has to end: <see cref="RunHalt.Reason"/> says why.</summary>
    Halt,
}

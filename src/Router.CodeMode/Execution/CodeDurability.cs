namespace Router.CodeMode.Execution;

/// <summary>How much of a run outlives its process.</summary>
public enum CodeDurability
{
    /// <summary>Written to the store when it goes to sleep. A process that dies before takes the run with it.</summary>
    OnSuspend,

    /// <summary>Every call is written before it is made and every result before the program sees it: a run survives the death of its process.</summary>
    Always,
}

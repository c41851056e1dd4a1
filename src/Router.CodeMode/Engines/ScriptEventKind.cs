namespace Router.CodeMode.Engines;

/// <summary>What a program can be told.</summary>
public enum ScriptEventKind
{
    /// <summary>Begin.</summary>
    Begin,

    /// <summary>A call has its value.</summary>
    Resolved,

    /// <summary>A call failed.</summary>
    Rejected,
}

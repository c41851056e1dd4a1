namespace Router.CodeMode.Durability;

/// <summary>What of a run is sealed: one is never opened as the other.</summary>
public enum CodeRunPart
{
    /// <summary>What the run began with.</summary>
    Header,

    /// <summary>One thing that happened in it.</summary>
    Entry,

    /// <summary>The memory of its engine.</summary>
    Checkpoint,
}

namespace Router.CodeMode.Programs;

/// <summary>What a text is parsed as: the goal symbols of ECMAScript's grammar.</summary>
public enum ProgramGoal
{
    /// <summary>A script.</summary>
    Script,

    /// <summary>A module: strict, and it may await.</summary>
    Module,
}

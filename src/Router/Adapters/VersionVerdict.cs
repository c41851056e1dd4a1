namespace Router.Adapters;

/// <summary>Whether an answer came from the version that was asked for.</summary>
public enum VersionVerdict
{
    /// <summary>The answer cannot tell, and no answer of this kind ever does; or nothing was pinned and nothing is named.</summary>
    Unprovable,

    /// <summary>It did.</summary>
    Matches,

    /// <summary>It names another one.</summary>
    Differs,

    /// <summary>It names none, although answers of this kind do.</summary>
    Unnamed,
}

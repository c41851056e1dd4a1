namespace Router.Configuration.References;

/// <summary>Where the value of a reference is.</summary>
internal enum ReferenceKind
{
    /// <summary>In an environment variable: <c>${env:NAME}</c>.</summary>
    Env,

    /// <summary>In a file: <c>${file:PATH}</c>.</summary>
    File,
}

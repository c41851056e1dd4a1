namespace Router.Adapters;

/// <summary>The outcome of comparing an answer with its pin.</summary>
/// <param name="Verdict">Whether it is the version that was asked for.</param>
/// <param name="Served">The version the answer names; null where it names none.</param>
public readonly record struct VersionCheck(VersionVerdict Verdict, string? Served = null);

namespace Router.Configuration.Sources;

/// <summary>A configuration as it was read at one moment: validated, references resolved. Immutable.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Warnings">What works and should be mended.</param>
/// <param name="Revision">
/// Tells this reading from others, for logs: a count, and for a file the first digits of its content's SHA-256.
/// </param>
internal sealed record RouterConfigSnapshot(
    RouterConfig Config, IReadOnlyList<ConfigurationWarning> Warnings, string Revision);

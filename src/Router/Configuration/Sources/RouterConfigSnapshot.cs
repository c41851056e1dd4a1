namespace Router.Configuration.Sources;

/// <summary>A configuration as it was read at one moment: validated, references resolved. Immutable.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Issues">Where faults go that show only when the configuration is put to use; they know its lines.</param>
/// <param name="Revision">
/// Tells this reading from others, for logs: a count, and for a file the first digits of its content's SHA-256.
/// </param>
internal sealed record RouterConfigSnapshot(RouterConfig Config, ConfigIssues Issues, string Revision)
{
    /// <summary>What works and should be mended.</summary>
    internal IReadOnlyList<ConfigurationWarning> Warnings => Issues.Warnings;
}

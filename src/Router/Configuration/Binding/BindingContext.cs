using Router.Configuration.Sources;

namespace Router.Configuration.Binding;

/// <summary>What one reading of a tree needs.</summary>
/// <param name="Issues">Where faults go.</param>
/// <param name="Names">How property names are compared: exactly in JSON, without regard to case in an <c>IConfiguration</c>.</param>
/// <param name="Context">The names that exist in the application.</param>
internal sealed record BindingContext(ConfigIssues Issues, StringComparer Names, ConfigurationContext Context);

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using Router.Configuration.References;
using Router.Configuration.Tree;

namespace Router.Configuration.Sources;

/// <summary>
/// A configuration in a section of the application's own. Literal secrets are no warning here: the value may come from a secret
/// store, which an <see cref="IConfiguration"/> does not tell.
/// </summary>
internal sealed class SectionConfigSource(IConfiguration section, IConfigurationEnvironment? environment = null)
    : IRouterConfigSource
{
    private int _loads;

    public RouterConfigSnapshot Load(ConfigurationContext context)
    {
        ConfigIssues issues = new(section is IConfigurationSection named ? $"configuration '{named.Path}'" : "configuration");
        ReferenceResolver references = new(environment ?? MachineEnvironment.Instance, Environment.CurrentDirectory);
        RouterConfig config = ConfigLoader.FromTree(
            SectionTreeReader.Read(section, issues), StringComparer.OrdinalIgnoreCase, context, references, issues);
        return new RouterConfigSnapshot(config, issues, Revision.Next(ref _loads));
    }

    public IChangeToken GetReloadToken() => section.GetReloadToken();

    public void Dispose()
    {
        // The application owns the configuration and its watching.
    }
}

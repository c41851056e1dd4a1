using Microsoft.Extensions.Primitives;
using Router.Configuration.References;

namespace Router.Configuration.Sources;

/// <summary>A configuration built in code. It never changes.</summary>
internal sealed class FixedConfigSource(RouterConfig config, IConfigurationEnvironment? environment = null) : IRouterConfigSource
{
    private int _loads;

    public RouterConfigSnapshot Load(ConfigurationContext context)
    {
        ConfigIssues issues = new(nameof(RouterOptions));
        ReferenceResolver references = new(environment ?? MachineEnvironment.Instance, Environment.CurrentDirectory);
        RouterConfig complete = ConfigLoader.Complete(config, context, references, issues);
        return new RouterConfigSnapshot(complete, issues, Revision.Next(ref _loads));
    }

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

    public void Dispose()
    {
        // Nothing is watched.
    }
}

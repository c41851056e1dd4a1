using Microsoft.Extensions.Configuration;
using Router.Configuration.Binding;
using Router.Configuration.References;
using Router.Configuration.Tree;

namespace Router.Configuration.Sources;

/// <summary>
/// The names of the routes, read before anything is registered. Tolerant of all but a file that cannot be read at all: what has a
/// fault is left out, and the real load says why. Immutable.
/// </summary>
internal sealed class RouteOutline
{
    private RouteOutline(IReadOnlyDictionary<string, RouteTask> routes) => Routes = routes;

    /// <summary>The task of each route, by name without regard to case.</summary>
    internal IReadOnlyDictionary<string, RouteTask> Routes { get; }

    /// <exception cref="RouterConfigurationException">There is no such file, or it is no JSON.</exception>
    internal static RouteOutline FromFile(string path, IConfigurationEnvironment? environment = null)
    {
        ConfigIssues issues = new(path);
        return JsonFile.Read(path, environment ?? MachineEnvironment.Instance, issues, out _) is { } root
            ? FromTree(root, StringComparer.Ordinal)
            : throw issues.ToException();
    }

    internal static RouteOutline FromSection(IConfiguration section) =>
        FromTree(SectionTreeReader.Read(section, new ConfigIssues(null)), StringComparer.OrdinalIgnoreCase);

    internal static RouteOutline FromConfig(RouterConfig config)
    {
        Dictionary<string, RouteTask> routes = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, RouteConfig route) in config.Routes)
        {
            routes.TryAdd(name, route.Task);
        }

        return new RouteOutline(routes);
    }

    // The binder itself, with nobody listening to its errors.
    private static RouteOutline FromTree(ConfigNode root, StringComparer names) =>
        FromConfig(Shapes.Root.Bind(root, new BindingContext(new ConfigIssues(null), names, new ConfigurationContext([], [], []))));
}

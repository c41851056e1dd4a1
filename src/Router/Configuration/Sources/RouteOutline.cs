using Microsoft.Extensions.Configuration;
using Router.Configuration.Binding;
using Router.Configuration.References;
using Router.Configuration.Tree;

namespace Router.Configuration.Sources;

/// <summary>
/// The names of the routes, read before anything is registered. Tolerant: what cannot be read is left out, and the real load
/// says why. Immutable.
/// </summary>
internal sealed class RouteOutline
{
    private const int LongestFile = 16 * 1024 * 1024;

    private RouteOutline(IReadOnlyDictionary<string, RouteTask> routes, DefaultRoutesConfig defaults) =>
        (Routes, Defaults) = (routes, defaults);

    /// <summary>The task of each route, by name without regard to case.</summary>
    internal IReadOnlyDictionary<string, RouteTask> Routes { get; }

    internal DefaultRoutesConfig Defaults { get; }

    internal static RouteOutline FromFile(string path, IConfigurationEnvironment? environment = null)
    {
        FileContent file = (environment ?? MachineEnvironment.Instance).Read(Path.GetFullPath(path), LongestFile);
        return FromTree(file.Bytes is { } bytes ? JsonTreeReader.Read(bytes, new ConfigIssues(null)) : null, StringComparer.Ordinal);
    }

    internal static RouteOutline FromSection(IConfiguration section) =>
        FromTree(SectionTreeReader.Read(section), StringComparer.OrdinalIgnoreCase);

    internal static RouteOutline FromConfig(RouterConfig config)
    {
        Dictionary<string, RouteTask> routes = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, RouteConfig route) in config.Routes)
        {
            routes.TryAdd(name, route.Task);
        }

        return new RouteOutline(routes, config.Defaults);
    }

    /// <summary>The route behind the unkeyed client of a task: the one named, else the only one; null where neither is.</summary>
    internal string? DefaultFor(RouteTask task)
    {
        string? named = task == RouteTask.Chat ? Defaults.Chat : Defaults.Image;
        List<string> ofTask = [.. Routes.Where(route => route.Value == task).Select(route => route.Key)];
        return named ?? (ofTask.Count == 1 ? ofTask[0] : null);
    }

    // The binder itself, with nobody listening to its errors.
    private static RouteOutline FromTree(ConfigNode? root, StringComparer names) =>
        FromConfig(root is null
            ? new RouterConfig()
            : Shapes.Root.Bind(root, new BindingContext(new ConfigIssues(null), names, new ConfigurationContext([], [], []))));
}

using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Walks the routes with their paths.</summary>
internal static class RoutePaths
{
    internal static IEnumerable<(string Path, RouteConfig Route)> Of(RouterConfig config) =>
        config.Routes.Select(route => (ConfigPath.Property("routes", route.Key), route.Value));

    /// <summary>Whether the targets of a route are all there to be judged together.</summary>
    internal static bool TargetsAreRead(string route, RouteConfig config, ConfigIssues issues) =>
        !issues.Failed(ConfigPath.Property(route, "targets"))
        && !config.Targets.Where((_, index) => issues.Failed(Target(route, index))).Any();

    internal static string Target(string route, int index) => ConfigPath.Item(ConfigPath.Property(route, "targets"), index);
}

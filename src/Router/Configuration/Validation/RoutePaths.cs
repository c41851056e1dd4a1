using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Walks the routes with their paths.</summary>
internal static class RoutePaths
{
    internal static IEnumerable<(string Path, RouteConfig Route)> Of(RouterConfig config) =>
        config.Routes.Select(route => (ConfigPath.Property("routes", route.Key), route.Value));

    internal static string Target(string route, int index) => ConfigPath.Item(ConfigPath.Property(route, "targets"), index);
}

using Router.Configuration.Sources;

namespace Router.Configuration.Validation;

/// <summary>Finds what a configuration names, without regard to case.</summary>
internal static class ConfigNames
{
    internal static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    internal static RouteConfig? Route(RouterConfig config, string name) =>
        config.Routes.FirstOrDefault(route => Same(route.Key, name)).Value;

    internal static ProviderConfig? Provider(RouterConfig config, string name) =>
        config.Providers.FirstOrDefault(provider => Same(provider.Key, name)).Value;

    /// <summary>The names that a target may give as its provider.</summary>
    internal static IEnumerable<string> Providers(RouterConfig config, ConfigurationContext context) =>
        config.Providers.Keys.Concat(context.Clients).Order(StringComparer.Ordinal);

    /// <summary>The names of all targets, as <c>route/target</c>.</summary>
    internal static IEnumerable<string> Targets(RouterConfig config) =>
        config.Routes.SelectMany(route => route.Value.Targets, (route, target) => $"{route.Key}/{target.EffectiveName}");
}

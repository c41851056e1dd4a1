using Router.Adapters;
using Router.Configuration.Sources;
using Router.Configuration.Tree;
using Router.Pinning;

namespace Router.Configuration.Validation;

/// <summary>Each target is pinned as well as its mode asks for.</summary>
internal sealed class PinningRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            for (int index = 0; index < route.Targets.Count; index++)
            {
                string place = RoutePaths.Target(path, index);
                if (!issues.FailedUnder(place) && !issues.FailedUnder("pinning") && IsKnown(config, context, route.Targets[index].Provider))
                {
                    Check(config, context, route.Targets[index], place, issues);
                }
            }
        }
    }

    private static void Check(RouterConfig config, ConfigurationContext context, TargetConfig target, string path, ConfigIssues issues)
    {
        IPinRule? rule = LockedVersions.RuleOf(config, context, target.Provider);
        PinningMode mode = LockedVersions.ModeOf(config, target);

        // What is read to be pinned cannot be asked to be pinned already; what no version can be is wrong all the same.
        PinFault? fault = PinPolicy.Check(
            context.ForPinning ? PinningMode.Off : mode, rule, target.Model, target.Version, config.Lock.Find(target.Provider, target.Model));
        string place = ConfigPath.Property(path, target.Version is null ? "model" : "version");
        if (fault is { IsError: true })
        {
            issues.Error(place, fault.Message);
        }
        else if (fault is not null)
        {
            issues.Warn(place, fault.Message);
        }
    }

    // A provider that is missing, or of no known type, has an error of its own.
    private static bool IsKnown(RouterConfig config, ConfigurationContext context, string provider) =>
        context.Clients.Contains(provider)
        || config.Providers.Any(pair => pair.Key.Equals(provider, StringComparison.OrdinalIgnoreCase)
            && context.FindProviderType(pair.Value.Type) is not null);
}

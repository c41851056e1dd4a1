using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>The targets of a route can be told apart, and what is listed by name exists.</summary>
internal sealed class TargetNamesRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            Dictionary<string, int> first = new(StringComparer.OrdinalIgnoreCase);
            for (int index = 0; index < route.Targets.Count; index++)
            {
                // A target that could not be read has no name that could clash.
                if (!issues.FailedUnder(RoutePaths.Target(path, index)) || route.Targets[index].Name is not null)
                {
                    CheckUnique(path, route, index, first, issues);
                }
            }

            CheckListed(ConfigPath.Property(path, "contentPolicyTargets"), path, route, issues);
        }
    }

    private static void CheckUnique(
        string path, RouteConfig route, int index, Dictionary<string, int> first, ConfigIssues issues)
    {
        TargetConfig target = route.Targets[index];
        if (first.TryAdd(target.EffectiveName, index))
        {
            return;
        }

        string other = RoutePaths.Target(path, first[target.EffectiveName]);
        string place = RoutePaths.Target(path, index);
        issues.Error(
            target.Name is null ? place : ConfigPath.Property(place, "name"),
            target.Name is null
                ? $"{other} is named '{Shown.Name(target.EffectiveName)}' too; give one of the two a 'name' of its own."
                : $"{other} is named '{Shown.Name(target.EffectiveName)}' too; names within a route must differ, by more than case.");
    }

    private static void CheckListed(string listPath, string path, RouteConfig route, ConfigIssues issues)
    {
        if (issues.Failed(ConfigPath.Property(path, "targets")))
        {
            return;
        }

        List<string> names = [.. route.Targets.Select(target => target.EffectiveName)];
        for (int index = 0; index < route.ContentPolicyTargets.Count; index++)
        {
            string name = route.ContentPolicyTargets[index];
            string place = ConfigPath.Item(listPath, index);
            if (!names.Contains(name, StringComparer.OrdinalIgnoreCase) && !issues.Failed(place))
            {
                issues.UnknownName(place, $"no target of this route is named '{Shown.Name(name)}'.", name, names);
            }
        }
    }
}

using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>What a budget is for exists. Tenants, sessions and agents are known to their callers alone.</summary>
internal sealed class BudgetMatchRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, BudgetConfig budget) in BudgetPaths.Of(config, issues))
        {
            string place = ConfigPath.Property(path, "match");
            if (budget.Match is { } match && !issues.Failed(place) && !issues.Failed(ConfigPath.Property(path, "scope")))
            {
                Check(place, budget.Scope, match, config, context, issues);
            }
        }
    }

    private static void Check(
        string place, LimitScope scope, string match, RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        switch (scope)
        {
            case LimitScope.All:
                issues.Error(place, "'match' has no meaning for the scope 'all'; write a 'scope', or leave it out.");
                break;
            case LimitScope.Provider when !issues.Failed("providers"):
                Known(place, "provider", match, ConfigNames.Providers(config, context), issues);
                break;
            case LimitScope.Route when !issues.Failed("routes"):
                Known(place, "route", match, config.Routes.Keys, issues);
                break;
            case LimitScope.Target when !issues.Failed("routes") && RoutePaths.Of(config).All(route => TargetsHaveNames(route.Path, issues)):
                Known(place, "target", match, ConfigNames.Targets(config), issues);
                break;
        }
    }

    private static bool TargetsHaveNames(string route, ConfigIssues issues) =>
        !issues.Failed(route) && !issues.FailedUnder(ConfigPath.Property(route, "targets"));

    private static void Known(string place, string kind, string match, IEnumerable<string> names, ConfigIssues issues)
    {
        List<string> known = [.. names];
        if (!known.Contains(match, StringComparer.OrdinalIgnoreCase))
        {
            string form = kind == "target" ? ", written as route/target" : "";
            issues.UnknownName(place, $"no {kind} is named '{Shown.Name(match)}'{form}.", match, known);
        }
    }
}

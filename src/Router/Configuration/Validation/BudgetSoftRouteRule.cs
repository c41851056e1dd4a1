using Router.Admission;
using Router.Configuration.Binding;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>A soft route exists, does what the routes it stands for do, and leads nowhere in a circle.</summary>
internal sealed class BudgetSoftRouteRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        if (issues.Failed("routes"))
        {
            return;
        }

        List<(string Path, string From, string To)> redirects = [];
        foreach ((string path, BudgetConfig budget) in BudgetPaths.Of(config, issues))
        {
            string place = ConfigPath.Property(path, "softRoute");
            if (budget.SoftRoute is not { } name || issues.Failed(place))
            {
                continue;
            }

            if (budget.Scope is LimitScope.Provider or LimitScope.Target)
            {
                // Which target is asked is known only within a route, when it is too late to choose another route.
                issues.Error(place, "has no effect on a budget of a provider or a target: give the budget another scope, such as route.");
            }
            else if (ConfigNames.Route(config, name) is not { } soft)
            {
                issues.UnknownName(place, $"no route is named '{Shown.Name(name)}'.", name, config.Routes.Keys);
            }
            else if (Source(budget, config) is { } source)
            {
                CheckTask(place, name, soft, config.Routes[source], issues);
                redirects.Add((place, source, name));
            }
        }

        CheckCircles(redirects, issues);
    }

    // A budget over several routes never sends its soft route's own requests elsewhere; one for a single route may.
    private static string? Source(BudgetConfig budget, RouterConfig config) => (budget.Scope, budget.Match) switch
    {
        (LimitScope.Route, { } match) => config.Routes.Keys.FirstOrDefault(route => ConfigNames.Same(route, match)),
        (LimitScope.Target, { } match) => config.Routes.FirstOrDefault(route =>
            route.Value.Targets.Any(target => ConfigNames.Same($"{route.Key}/{target.EffectiveName}", match))).Key,
        _ => null,
    };

    private static void CheckTask(string place, string name, RouteConfig soft, RouteConfig source, ConfigIssues issues)
    {
        if (soft.Task != source.Task)
        {
            issues.Error(
                place,
                $"'{Shown.Name(name)}' is a route for '{EnumFormat<RouteTask>.Spell(soft.Task)}', not for "
                    + $"'{EnumFormat<RouteTask>.Spell(source.Task)}'.");
        }
    }

    private static void CheckCircles(List<(string Path, string From, string To)> redirects, ConfigIssues issues)
    {
        foreach ((string path, string from, string to) in redirects.Where(redirect => Leads(redirects, redirect.To, redirect.From)))
        {
            if (!issues.Failed(path))
            {
                issues.Error(path, ConfigNames.Same(from, to)
                    ? $"'{Shown.Name(to)}' is the very route this budget is for; name another."
                    : $"'{Shown.Name(to)}' leads back to '{Shown.Name(from)}' by the soft routes of other budgets.");
            }
        }
    }

    private static bool Leads(List<(string Path, string From, string To)> redirects, string from, string to)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase) { from };
        Queue<string> open = new([from]);
        while (open.TryDequeue(out string? route))
        {
            if (ConfigNames.Same(route, to))
            {
                return true;
            }

            foreach ((string _, string _, string next) in redirects.Where(redirect => ConfigNames.Same(redirect.From, route)))
            {
                if (seen.Add(next))
                {
                    open.Enqueue(next);
                }
            }
        }

        return false;
    }
}

using Router.Adapters;
using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;
using Router.Pricing;

namespace Router.Configuration.Validation;

/// <summary>Warns of targets that a budget would always skip, because what they cost is not known before they answer.</summary>
internal sealed class UnknownPriceRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        (string Path, BudgetConfig Budget)[] budgets =
        [
            .. BudgetPaths.Of(config, issues).Where(entry =>
                entry.Budget is { Limit: not null, UnknownPrice: UnknownPrice.Refuse } && !issues.FailedUnder(entry.Path)),
        ];
        if (budgets.Length == 0 || context.ForPinning || issues.FailedUnder("prices"))
        {
            return;
        }

        PricelessTarget[] priceless = [.. Find(config, context, PriceTable.Default.With(config.Prices), issues)];
        foreach ((string path, BudgetConfig budget) in budgets)
        {
            string[] names = [.. priceless.Where(target => Covers(budget, target)).Select(target => $"'{Shown.Name(target.Name)}'")];
            if (names.Length > 0)
            {
                issues.Warn(
                    ConfigPath.Property(path, "limit"),
                    $"this budget skips {string.Join(", ", names)}: what a request costs there is not known beforehand. State it in 'prices' ("
                        + "'request' for what is billed by the second), or set \"unknownPrice\": \"allow\" on the budget.");
            }
        }
    }

    private static IEnumerable<PricelessTarget> Find(
        RouterConfig config, ConfigurationContext context, PriceTable prices, ConfigIssues issues)
    {
        foreach ((string name, RouteConfig route) in config.Routes)
        {
            string path = ConfigPath.Property("routes", name);
            for (int index = 0; index < route.Targets.Count && !issues.Failed(path); index++)
            {
                TargetConfig target = route.Targets[index];
                if (!issues.FailedUnder(RoutePaths.Target(path, index)) && !HasPrice(config, context, prices, route, target))
                {
                    yield return new PricelessTarget(name, target.Provider, $"{name}/{target.EffectiveName}");
                }
            }
        }
    }

    private static bool HasPrice(RouterConfig config, ConfigurationContext context, PriceTable prices, RouteConfig route, TargetConfig target)
    {
        string type = ConfigNames.Provider(config, target.Provider)?.Type ?? ClientProvider.TypeName;
        string? version = LockedVersions.Apply(config, context, target).Version;
        bool image = route.Task == RouteTask.Image;
        return prices.Find(target.Provider, type, target.Model, version)?.Estimate(1, image ? 0 : 1, image ? 1 : 0) is not null;
    }

    private static bool Covers(BudgetConfig budget, PricelessTarget target) => budget.Match is not { } match || budget.Scope switch
    {
        LimitScope.Provider => ConfigNames.Same(match, target.Provider),
        LimitScope.Route => ConfigNames.Same(match, target.Route),
        LimitScope.Target => ConfigNames.Same(match, target.Name),
        _ => true,
    };

    private readonly record struct PricelessTarget(string Route, string Provider, string Name);
}

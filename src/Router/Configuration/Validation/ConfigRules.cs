namespace Router.Configuration.Validation;

/// <summary>Every rule that a single value cannot keep by itself.</summary>
internal static class ConfigRules
{
    internal static IReadOnlyList<IConfigRule> All { get; } =
    [
        new RoutesRule(),
        new ProviderSettingsRule(),
        new TargetProviderRule(),
        new TargetNamesRule(),
        new StrategyRule(),
        new WeightsRule(),
        new CanaryRule(),
        new TimesRule(),
        new HedgingRule(),
        new MirrorRule(),
        new CacheRule(),
        new ImageSizeRule(),
        new TaskParametersRule(),
        new DefaultRoutesRule(),
        new LimitBurstsRule(),
        new NeuronLimitsRule(),
        new BudgetNamesRule(),
        new BudgetContentRule(),
        new BudgetMatchRule(),
        new BudgetSoftRouteRule(),
        new PricesRule(),
        new UnknownPriceRule(),
        new StoreRule(),
        new PinningRule(),
        new ProviderTypeRule(),
    ];
}

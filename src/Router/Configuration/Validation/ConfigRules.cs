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
        new TimesRule(),
        new ImageSizeRule(),
        new TaskParametersRule(),
        new DefaultRoutesRule(),
        new PinningRule(),
        new ProviderTypeRule(),
    ];
}

using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>A burst stands beside its rate, and what holds while the store is away beside a limit: alone they limit nothing.</summary>
internal sealed class LimitBurstsRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, LimitsConfig limits) in LimitPaths.Of(config))
        {
            NeedsRate(path, "requestBurst", limits.RequestBurst, "requestsPerMinute", limits.RequestsPerMinute, issues);
            NeedsRate(path, "tokenBurst", limits.TokenBurst, "tokensPerMinute", limits.TokensPerMinute, issues);
            NeedsRate(path, "neuronBurst", limits.NeuronBurst, "neuronsPerMinute", limits.NeuronsPerMinute, issues);
            NeedsLimit(path, limits, issues);
        }
    }

    private static void NeedsLimit(string parent, LimitsConfig limits, ConfigIssues issues)
    {
        string path = ConfigPath.Property(parent, "onStoreFailure");
        bool differs = limits.OnStoreFailure != LimitsConfig.None.OnStoreFailure;
        bool alone = limits with { OnStoreFailure = LimitsConfig.None.OnStoreFailure } == LimitsConfig.None;
        if (alone && (differs || issues.IsWritten(path, differs)) && !issues.FailedUnder(parent))
        {
            issues.Error(path, "'onStoreFailure' needs a limit beside it.");
        }
    }

    private static void NeedsRate(string parent, string name, double? burst, string rateName, double? rate, ConfigIssues issues)
    {
        string path = ConfigPath.Property(parent, name);
        if (burst is not null && rate is null && !issues.Failed(path) && !issues.Failed(ConfigPath.Property(parent, rateName)))
        {
            issues.Error(path, $"'{name}' needs '{rateName}' beside it.");
        }
    }
}

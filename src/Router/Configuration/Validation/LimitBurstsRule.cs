using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>A burst stands beside its rate: alone it limits nothing.</summary>
internal sealed class LimitBurstsRule : IConfigRule
{
    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string path, LimitsConfig limits) in LimitPaths.Of(config))
        {
            NeedsRate(path, "requestBurst", limits.RequestBurst, "requestsPerMinute", limits.RequestsPerMinute, issues);
            NeedsRate(path, "tokenBurst", limits.TokenBurst, "tokensPerMinute", limits.TokensPerMinute, issues);
            NeedsRate(path, "neuronBurst", limits.NeuronBurst, "neuronsPerMinute", limits.NeuronsPerMinute, issues);
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

using Router.Admission;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Configuration.Validation;

/// <summary>Limits in neurons stand where Workers AI answers: elsewhere they would never take effect.</summary>
internal sealed class NeuronLimitsRule : IConfigRule
{
    private const string WorkersAI = "workers-ai";
    private const string NoProvider = "no provider here is of that type";

    public void Check(RouterConfig config, ConfigurationContext context, ConfigIssues issues)
    {
        foreach ((string name, ProviderConfig provider) in config.Providers)
        {
            string path = ConfigPath.Property("providers", name);
            if (IsKnown(provider.Type, context) && !IsWorkersAI(provider))
            {
                Refuse(path, provider.Limits, $"this is a provider of the type '{Shown.Name(provider.Type)}'", issues);
            }
        }

        if (!issues.Failed("providers") && config.Providers.Values.All(provider => IsKnown(provider.Type, context) && !IsWorkersAI(provider)))
        {
            foreach ((string name, TenantConfig tenant) in config.Tenants)
            {
                Refuse(ConfigPath.Property("tenants", name), tenant.Limits, NoProvider, issues);
            }

            Refuse("sessions", config.Sessions.Limits, NoProvider, issues);
        }

        foreach ((string path, RouteConfig route) in RoutePaths.Of(config))
        {
            bool?[] counted = [.. route.Targets.Select(target => CountsNeurons(target, config, context))];
            if (counted.Length > 0 && counted.All(counts => counts == false))
            {
                Refuse(path, route.Limits, "no target of this route is at Workers AI", issues);
            }

            for (int index = 0; index < counted.Length; index++)
            {
                if (counted[index] == false)
                {
                    string provider = Shown.Name(route.Targets[index].Provider);
                    Refuse(RoutePaths.Target(path, index), route.Targets[index].Limits, $"'{provider}' is another provider", issues);
                }
            }
        }
    }

    /// <summary>Null where the provider is not known, which has an error of its own.</summary>
    private static bool? CountsNeurons(TargetConfig target, RouterConfig config, ConfigurationContext context)
    {
        if (ConfigNames.Provider(config, target.Provider) is { } provider)
        {
            return IsKnown(provider.Type, context) ? IsWorkersAI(provider) : null;
        }

        return context.Clients.Contains(target.Provider) ? false : null;
    }

    private static bool IsKnown(string type, ConfigurationContext context) => context.FindProviderType(type) is not null;

    private static bool IsWorkersAI(ProviderConfig provider) => ConfigNames.Same(provider.Type, WorkersAI);

    private static void Refuse(string owner, LimitsConfig limits, string reason, ConfigIssues issues)
    {
        string parent = LimitPaths.Under(owner);
        Refuse(parent, "neuronsPerMinute", limits.NeuronsPerMinute, reason, issues);
        Refuse(parent, "neuronsPerDay", limits.NeuronsPerDay, reason, issues);
    }

    private static void Refuse(string parent, string name, double? limit, string reason, ConfigIssues issues)
    {
        string path = ConfigPath.Property(parent, name);
        if (limit is not null && !issues.Failed(path))
        {
            issues.Error(path, $"Workers AI alone counts neurons, and {reason}; '{name}' would never take effect.");
        }
    }
}

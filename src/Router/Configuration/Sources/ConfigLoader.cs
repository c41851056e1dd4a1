using Router.Admission;
using Router.Configuration.Binding;
using Router.Configuration.References;
using Router.Configuration.Tree;
using Router.Configuration.Validation;

namespace Router.Configuration.Sources;

/// <summary>The way every source takes: bind, resolve references, validate, and only then complain, of everything at once.</summary>
internal static class ConfigLoader
{
    /// <exception cref="RouterConfigurationException">The tree is no usable configuration.</exception>
    internal static RouterConfig FromTree(
        ConfigNode? root, StringComparer names, ConfigurationContext context, ReferenceResolver references, ConfigIssues issues)
    {
        if (root is null)
        {
            issues.ThrowIfAny();
            return new RouterConfig();
        }

        issues.Attach(root);
        return Complete(Shapes.Root.Bind(root, new BindingContext(issues, names, context)), context, references, issues);
    }

    /// <exception cref="RouterConfigurationException">The record is no usable configuration.</exception>
    internal static RouterConfig Complete(
        RouterConfig bound, ConfigurationContext context, ReferenceResolver references, ConfigIssues issues)
    {
        // Whoever pins keeps no limits, and need not know the application's own store or reach it.
        RouterConfig config = context.ForPinning && !issues.FailedUnder("store") ? bound with { Store = new AdmissionStoreConfig() } : bound;
        config = SettingsResolution.Resolve(config, context, references, issues);
        config = LockedVersions.Read(config, context, references, issues);
        Shapes.Root.Validate(config, "", issues);
        foreach (IConfigRule rule in ConfigRules.All)
        {
            rule.Check(config, context, issues);
        }

        issues.ThrowIfAny();
        return LockedVersions.Apply(config, context);
    }
}

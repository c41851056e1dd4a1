using Router.Adapters;
using Router.Configuration.References;
using Router.Configuration.Sources;
using Router.Pinning;

namespace Router.Configuration.Validation;

/// <summary>Puts what the lock file holds in the place of versions that targets do not name.</summary>
internal static class LockedVersions
{
    private const string Place = "pinning.lockFile";

    /// <summary>The configuration with its lock; a missing file is an empty lock, and a broken one an error.</summary>
    internal static RouterConfig Read(
        RouterConfig config, ConfigurationContext context, ReferenceResolver references, ConfigIssues issues)
    {
        // A configuration of which nothing can be locked has no business with a file that happens to lie there.
        if (context.ForPinning || string.IsNullOrWhiteSpace(config.Pinning.LockFile) || !config.Routes.Values.Any(route =>
            route.Targets.Any(target => ModeOf(config, target) != PinningMode.Off && RuleOf(config, context, target.Provider) is not null)))
        {
            return config;
        }

        FileContent file = references.Read(config.Pinning.LockFile, PinningDefaults.MaxLockBytes);
        if (file.Bytes is not { } bytes)
        {
            if (file.Fault != FileContent.Missing)
            {
                issues.Error(Place, $"the lock file '{Shown.Name(config.Pinning.LockFile)}' {file.Fault}.");
            }

            return config;
        }

        try
        {
            return config with { Lock = PinLockFile.Parse(bytes, config.Pinning.LockFile) };
        }
        catch (PinLockException exception)
        {
            issues.Error(Place, new ConfigurationError(exception.Path, exception.Fault)
            {
                Source = exception.File,
                Line = exception.Line,
                Column = exception.Line is null ? null : 1,
            });
            return config;
        }
    }

    /// <summary>The configuration with locked versions in place. Names stay what they were before, so that lists of them still hold.</summary>
    internal static RouterConfig Apply(RouterConfig config, ConfigurationContext context) =>
        config.Lock.Entries.Count == 0
            ? config
            : config with
            {
                Routes = config.Routes.ToDictionary(
                    pair => pair.Key,
                    pair => pair.Value with { Targets = [.. pair.Value.Targets.Select(target => Apply(config, context, target))] },
                    StringComparer.OrdinalIgnoreCase),
            };

    /// <summary>The mode that holds for a target.</summary>
    internal static PinningMode ModeOf(RouterConfig config, TargetConfig target) => target.Pinning ?? config.Pinning.Mode;

    /// <summary>How answers of a provider tell their version; null where they tell nothing, or where there is no such provider.</summary>
    internal static IPinRule? RuleOf(RouterConfig config, ConfigurationContext context, string provider) =>
        config.Providers.FirstOrDefault(pair => pair.Key.Equals(provider, StringComparison.OrdinalIgnoreCase)).Value is { } found
            ? context.FindProviderType(found.Type)?.PinRule
            : null;

    /// <summary>A target with the version that is asked of it.</summary>
    internal static TargetConfig Apply(RouterConfig config, ConfigurationContext context, TargetConfig target)
    {
        string? version = PinPolicy.EffectiveVersion(
            ModeOf(config, target),
            RuleOf(config, context, target.Provider),
            target.Version,
            config.Lock.Find(target.Provider, target.Model));
        return version == target.Version ? target : target with { Name = target.EffectiveName, Version = version };
    }
}

using Router.Adapters;
using Router.Admission;
using Router.Caching;
using Router.Catalog;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Configuration.Tree;
using Router.Pinning;
using Router.Pricing;
using Router.Routing;
using Router.Routing.Strategies;

namespace Router;

/// <summary>Makes the model in force from a checked configuration, keeping what a reload leaves as it was. Not thread-safe.</summary>
internal sealed class RouterModelBuilder
{
    // As all types name it that have one.
    private const string EndpointSetting = "endpoint";

    private readonly ModelRouterOptions _options;
    private readonly RouteEngine _engine;
    private readonly ProviderFactory _factory;
    private readonly Dictionary<string, ITargetStrategy> _strategies;
    private readonly Dictionary<string, ProviderInstance> _clients;
    private readonly AdmissionSetup _admission;
    private readonly ICacheStore _answers;

    /// <exception cref="RouterConfigurationException">Provider types, store types or strategies cannot be told apart by name.</exception>
    internal RouterModelBuilder(ModelRouterOptions options, RouteEngine engine)
    {
        _options = options;
        _engine = engine;
        ConfigIssues issues = new(nameof(ModelRouterOptions));
        Dictionary<string, IProviderType> types = Index(options.ProviderTypes, type => type.Name, "provider type", "provider types", issues);
        _strategies = Index(
            [.. BuiltInStrategies.All, .. options.Strategies], strategy => strategy.Name, "strategy", "strategies", issues);
        Dictionary<string, IAdmissionStoreType> stores = Index(options.StoreTypes, type => type.Name, "store type", "store types", issues);
        issues.ThrowIfAny();
        _factory = new ProviderFactory(options, engine, types);
        _clients = options.ChatClients.Keys.Union(options.ImageGenerators.Keys, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, _factory.OfClient, StringComparer.OrdinalIgnoreCase);
        Context = new ConfigurationContext(types.Values, _strategies.Keys, _clients.Keys, stores.Values) { ForPinning = options.ForPinning };
        stores.TryAdd(AdmissionDefaults.StoreType, new MemoryAdmissionStoreType());
        _answers = ExactCache.StoreOf(
            new ExactCacheOptions { DistributedCache = options.DistributedCache, TimeProvider = options.TimeProvider }, engine.Logger);
        _admission = new AdmissionSetup(engine.Admission!, stores, options.TimeProvider);
    }

    /// <summary>What a configuration is checked against.</summary>
    internal ConfigurationContext Context { get; }

    /// <exception cref="RouterConfigurationException">A provider cannot be made, or does not do what a route asks of it.</exception>
    internal RouterModel Build(RouterConfigSnapshot snapshot, RouterModel? previous)
    {
        RouterConfig config = snapshot.Config;
        Dictionary<string, ProviderInstance> providers = new(_clients, StringComparer.OrdinalIgnoreCase);
        List<ProviderInstance> made = [];
        AdmissionChange? change = null;
        try
        {
            foreach ((string name, ProviderConfig provider) in config.Providers)
            {
                if (previous?.Provider(name) is { } kept && kept.Serves(provider))
                {
                    providers[name] = kept;
                }
                else if (_factory.Make(name, provider, snapshot.Issues) is { } instance)
                {
                    made.Add(instance);
                    providers[name] = instance;
                }
            }

            PriceTable prices = PriceTable.Default.With(config.Prices);
            Route[] routes = [.. config.Routes.Select(pair => Make(pair.Key, pair.Value, previous?.Routes.GetValueOrDefault(pair.Key)?.Queue, config.Pinning.Mode, providers, prices, snapshot.Issues))];
            change = _admission.Prepare(config, snapshot.Issues);
            snapshot.Issues.ThrowIfAny();
            foreach ((string name, ProviderConfig provider) in config.Providers)
            {
                providers[name].Follow(provider);
            }

            foreach (Route route in routes)
            {
                route.Queue?.Follow(route.Config.Queue!);
            }

            RouterModel model = new(providers, routes, Defaults(config), _engine.Admission) { Pinning = config.Pinning };
            change.Apply();
            return model;
        }
        catch
        {
            change?.Discard();
            made.ForEach(provider => provider.Dispose());
            throw;
        }
    }

    private static Dictionary<string, T> Index<T>(
        IEnumerable<T> items, Func<T, string> name, string kind, string kinds, ConfigIssues issues)
        where T : notnull
    {
        Dictionary<string, T> index = new(StringComparer.OrdinalIgnoreCase);
        foreach (T item in items)
        {
            string key = name(item);
            if (string.IsNullOrWhiteSpace(key))
            {
                issues.Error("", $"the {kind} {item.GetType().Name} has no name.");
            }
            else if (!index.TryAdd(key, item))
            {
                issues.Error(
                    "", $"two {kinds} are named '{key}': {index[key].GetType().Name} and {item.GetType().Name}. Register each name once.");
            }
        }

        return index;
    }

    private static DefaultRoutes Defaults(RouterConfig config)
    {
        return new DefaultRoutes(
            config.Defaults.Chat ?? Only(RouteTask.Chat),
            config.Defaults.Image ?? Only(RouteTask.Image));

        string? Only(RouteTask task)
        {
            string[] names = [.. config.Routes.Where(pair => pair.Value.Task == task).Select(pair => pair.Key)];
            return names.Length == 1 ? names[0] : null;
        }
    }

    // Of a route with an error not all targets are in the result, which is thrown away then.
    private Route Make(
        string name,
        RouteConfig config,
        AdmissionQueue? waiting,
        PinningMode pinning,
        Dictionary<string, ProviderInstance> providers,
        PriceTable prices,
        ConfigIssues issues)
    {
        List<RouteTarget> targets = [];
        for (int index = 0; index < config.Targets.Count; index++)
        {
            TargetConfig target = config.Targets[index];
            string path = ConfigPath.Item(ConfigPath.Property(ConfigPath.Property("routes", name), "targets"), index);

            // A provider that is missing here has an error of its own.
            if (providers.TryGetValue(target.Provider, out ProviderInstance? provider)
                && Make(target, path, config, target.Pinning ?? pinning, provider, prices, issues) is { } made)
            {
                targets.Add(made);
            }
        }

        RouteInfo info = new(name, config.Task, config.Strategy, [.. targets.Select(target => target.Info)]);
        return new Route(
            info, config, targets, StrategyOf(config), RetryPipeline.Build(config.Retry, _options.TimeProvider, _engine.Random))
        {
            Cache = config.Cache is { } cache
                ? new ExactCache(new ExactCacheOptions { Duration = cache.Duration, Tools = cache.Tools, TimeProvider = _options.TimeProvider, LoggerFactory = _options.LoggerFactory }, _answers)
                : null,
            // Those who wait already go before those who come after a reload.
            Queue = config.Queue is { } queue ? waiting ?? new AdmissionQueue(queue, _options.TimeProvider) : null,
        };
    }

    // The name is known, save where the configuration is read to be pinned and no route is ever asked.
    private ITargetStrategy StrategyOf(RouteConfig config) =>
        _strategies[_options.ForPinning ? RouteDefaults.Strategy : config.Strategy];

    private static RouteTarget? Make(
        TargetConfig target,
        string path,
        RouteConfig route,
        PinningMode pinning,
        ProviderInstance provider,
        PriceTable prices,
        ConfigIssues issues)
    {
        string model = Shown.Name(target.Model);
        try
        {
            ModelClients clients = provider.For(new ModelReference(target.Model, target.Version), pinning);
            if (route.Task == RouteTask.Chat ? clients.Chat is null : clients.Images is null)
            {
                string task = route.Task == RouteTask.Chat ? "chat" : "images";
                issues.Error(
                    ConfigPath.Property(path, "provider"),
                    $"the provider '{Shown.Name(target.Provider)}' has no {task} for the model '{model}'.");
                return null;
            }

            string? endpoint = provider.Config.Settings.Text(EndpointSetting);
            TargetInfo info = new(target.EffectiveName, target.Provider, target.Model, target.Version);
            return new RouteTarget
            {
                Info = info,
                Classifier = provider.Provider.Classifier,
                Health = clients.State.Health,
                Statistics = clients.State.Statistics,
                Calibration = clients.State.Calibration,
                Weight = target.Weight,
                Canary = target.Canary,
                Source = $"{target.Provider}\n{provider.Config.Type}\n{endpoint}",
                Price = prices.Find(target.Provider, provider.Config.Type, target.Model, target.Version, endpoint),
                Capabilities = Known(target, provider),
                Parameters = target.Parameters,
                ListedForContent = route.ContentPolicyTargets.Contains(info.Name, StringComparer.OrdinalIgnoreCase),
                ChatClient = clients.Chat,
                ImageGenerator = clients.Images,
            };
        }
        catch (Exception exception)
        {
            issues.Failure(
                path, $"a provider of the type '{provider.Config.Type}' failed at the model '{model}'", exception, provider.Config.Settings);
            return null;
        }
    }

    // Best known by the version, where one is pinned; a version that nobody listed is still one of its model.
    private static ModelCapabilities Known(TargetConfig target, ProviderInstance provider)
    {
        ModelCapabilities known = target.Capabilities.Or(provider.Provider.Describe(target.Model));
        return (target.Version is null ? known : known.Or(ModelCatalog.Default.Find(provider.Config.Type, target.Version)))
            .Or(ModelCatalog.Default.Find(provider.Config.Type, target.Model));
    }
}

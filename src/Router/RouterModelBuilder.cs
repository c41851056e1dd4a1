using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Catalog;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Routing;

namespace Router;

/// <summary>Makes the model in force from a checked configuration, keeping what a reload leaves as it was. Not thread-safe.</summary>
internal sealed class RouterModelBuilder
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly ModelRouterOptions _options;
    private readonly RouteEngine _engine;
    private readonly ILoggerFactory _loggerFactory;
    private readonly Dictionary<string, IProviderType> _types;
    private readonly Dictionary<string, ITargetStrategy> _strategies;
    private readonly Dictionary<string, ProviderInstance> _clients;

    internal RouterModelBuilder(ModelRouterOptions options, RouteEngine engine)
    {
        _options = options;
        _engine = engine;
        _loggerFactory = options.LoggerFactory ?? NullLoggerFactory.Instance;
        _types = Index(options.ProviderTypes, type => type.Name, "provider type");
        _strategies = Index([new PriorityStrategy(), .. options.Strategies], strategy => strategy.Name, "strategy");
        _clients = options.ChatClients.Keys.Union(options.ImageGenerators.Keys, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, Client, StringComparer.OrdinalIgnoreCase);
        Context = new ConfigurationContext(_types.Values, _strategies.Keys, _clients.Keys);
    }

    /// <summary>What a configuration is checked against.</summary>
    internal ConfigurationContext Context { get; }

    /// <exception cref="RouterConfigurationException">A provider does not do what a route asks of it.</exception>
    internal RouterModel Build(RouterConfig config, RouterModel? previous)
    {
        Dictionary<string, ProviderInstance> providers = new(StringComparer.OrdinalIgnoreCase);
        List<ProviderInstance> made = [];
        try
        {
            foreach ((string name, ProviderConfig provider) in config.Providers)
            {
                ProviderInstance? kept = previous?.Provider(name);
                if (kept is null || kept.Config != provider)
                {
                    kept = Make(name, provider);
                    made.Add(kept);
                }

                providers[name] = kept;
            }

            foreach ((string name, ProviderInstance client) in _clients)
            {
                providers.TryAdd(name, client);
            }

            List<ConfigurationError> errors = [];
            Route[] routes = [.. config.Routes.Select(pair => Make(pair.Key, pair.Value, config, providers, errors))];
            if (errors.Count > 0)
            {
                throw new RouterConfigurationException(errors);
            }

            return new RouterModel(providers, routes, Defaults(config));
        }
        catch
        {
            made.ForEach(provider => provider.Dispose());
            throw;
        }
    }

    private static Dictionary<string, T> Index<T>(IEnumerable<T> items, Func<T, string> name, string kind)
    {
        Dictionary<string, T> index = new(StringComparer.OrdinalIgnoreCase);
        foreach (T item in items)
        {
            if (!index.TryAdd(name(item), item))
            {
                throw new ArgumentException($"Two registrations share the {kind} name '{name(item)}'.");
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

    private ProviderInstance Client(string name)
    {
        ClientProvider provider = new(
            _options.ChatClients.TryGetValue(name, out IChatClient? chat) ? chat : null,
            _options.ImageGenerators.TryGetValue(name, out IImageGenerator? images) ? images : null);
        ProviderInstance instance = new(new ProviderConfig { Type = "client" }, provider, null, _engine.Clock, _options.Telemetry);

        // The builder's own share: clients of the application stay in force through every reload.
        instance.AddOwner();
        return instance;
    }

    private ProviderInstance Make(string name, ProviderConfig config)
    {
        HttpClient http = new(_options.HttpHandlerFactory?.Invoke(name) ?? NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            IProvider provider = _types[config.Type].Create(new ProviderContext
            {
                Name = name,
                Settings = config.Settings,
                Http = http,
                TimeProvider = _options.TimeProvider,
                LoggerFactory = _loggerFactory,
            });
            return new ProviderInstance(config, provider, http, _engine.Clock, _options.Telemetry);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        // A redirect would carry the credential to a host that nobody configured.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        EnableMultipleHttp2Connections = true,
        UseCookies = false,
    };

    private Route Make(
        string name, RouteConfig config, RouterConfig all, Dictionary<string, ProviderInstance> providers, List<ConfigurationError> errors)
    {
        List<RouteTarget> targets = [];
        for (int index = 0; index < config.Targets.Count; index++)
        {
            TargetConfig target = config.Targets[index];
            ProviderInstance provider = providers[target.Provider];
            ModelClients clients = provider.For(new ModelReference(target.Model, target.Version));
            if (config.Task == RouteTask.Chat ? clients.Chat is null : clients.Images is null)
            {
                errors.Add(new ConfigurationError(
                    $"routes.{name}.targets[{index}].provider",
                    $"the provider '{target.Provider}' has no {(config.Task == RouteTask.Chat ? "chat" : "images")} for the model '{target.Model}'."));
            }

            string type = all.Providers.TryGetValue(target.Provider, out ProviderConfig? entry) ? entry.Type : "client";
            TargetInfo info = new(target.EffectiveName, target.Provider, target.Model, target.Version);
            targets.Add(new RouteTarget
            {
                Info = info,
                Classifier = provider.Provider.Classifier,
                Health = clients.Health,
                Capabilities = target.Capabilities
                    .Or(provider.Provider.Describe(target.Model))
                    .Or(target.Version is { } version ? ModelCatalog.Default.Find(type, version) : ModelCapabilities.Unknown)
                    .Or(ModelCatalog.Default.Find(type, target.Model)),
                Parameters = target.Parameters,
                ListedForContent = config.ContentPolicyTargets.Contains(info.Name, StringComparer.OrdinalIgnoreCase),
                ChatClient = clients.Chat,
                ImageGenerator = clients.Images,
            });
        }

        RouteInfo routeInfo = new(name, config.Task, config.Strategy, [.. targets.Select(target => target.Info)]);
        return new Route(
            routeInfo, config, targets, _strategies[config.Strategy], RetryPipeline.Build(config.Retry, _options.TimeProvider, _engine.Random));
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Router.Adapters;
using Router.Admission;
using Router.Routing;
using Router.Telemetry;

namespace Router;

/// <summary>
/// What a <see cref="ModelRouter"/> is made with besides its configuration. Read once; dependency injection fills it in by itself.
/// </summary>
public sealed class ModelRouterOptions
{
    /// <summary>The kinds of provider that the configuration may name. Router.Providers has them: <c>DefaultProviders.All</c>.</summary>
    public IList<IProviderType> ProviderTypes { get; } = [];

    /// <summary>The kinds of store that the configuration may name, besides <c>memory</c>.</summary>
    public IList<IAdmissionStoreType> StoreTypes { get; } = [];

    /// <summary>Strategies besides the built-in ones.</summary>
    public IList<ITargetStrategy> Strategies { get; } = [];

    /// <summary>Clients of the application's own that routes can name as providers. Not disposed by the router.</summary>
    public IDictionary<string, IChatClient> ChatClients { get; } = new Dictionary<string, IChatClient>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Image generators of the application's own that routes can name as providers. Not disposed by the router.</summary>
    public IDictionary<string, IImageGenerator> ImageGenerators { get; } =
        new Dictionary<string, IImageGenerator>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Makes the handler under a provider's HTTP client, by the provider's name: for a proxy, a test, a recorder. Disposed with the
    /// provider. Default: a <see cref="SocketsHttpHandler"/> of its own, without redirects, connections renewed every 5 minutes.
    /// </summary>
    public Func<string, HttpMessageHandler>? HttpHandlerFactory { get; set; }

    /// <summary>Rate limiters of the application's own, asked beside the configured limits. Not disposed by the router. Default: none.</summary>
    public AdmissionLimiters? Limiters { get; set; }

    /// <summary>
    /// Where routes with a <c>cache</c> keep their answers, in place of memory. Whoever can write to it can answer in the model's
    /// place. Not disposed by the router. Default: null, memory of 64 MiB.
    /// </summary>
    public IDistributedCache? DistributedCache { get; set; }

    /// <summary>What the spans of attempts hold.</summary>
    public GenAITelemetryOptions Telemetry { get; set; } = new();

    /// <summary>Where Router logs. Default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock of every timer, wait and duration. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The seed of the jitter, for runs that can be repeated. Default: a new one for each router.</summary>
    public int? RandomSeed { get; set; }

    /// <summary>Whether the configuration is read to be pinned. Default: false.</summary>
    internal bool ForPinning { get; init; }

    /// <summary>The options as they are now, so that a later change reaches no router that was made with them.</summary>
    internal ModelRouterOptions Copy(bool forPinning = false)
    {
        ModelRouterOptions copy = new()
        {
            ForPinning = ForPinning || forPinning,
            HttpHandlerFactory = HttpHandlerFactory,
            Limiters = Limiters,
            DistributedCache = DistributedCache,
            Telemetry = Telemetry,
            LoggerFactory = LoggerFactory,
            TimeProvider = TimeProvider,
            RandomSeed = RandomSeed,
        };
        foreach (IProviderType type in ProviderTypes)
        {
            copy.ProviderTypes.Add(type);
        }

        foreach (IAdmissionStoreType type in StoreTypes)
        {
            copy.StoreTypes.Add(type);
        }

        foreach (ITargetStrategy strategy in Strategies)
        {
            copy.Strategies.Add(strategy);
        }

        foreach ((string name, IChatClient client) in ChatClients)
        {
            copy.ChatClients.Add(name, client);
        }

        foreach ((string name, IImageGenerator generator) in ImageGenerators)
        {
            copy.ImageGenerators.Add(name, generator);
        }

        return copy;
    }
}

using System.Net;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Router.Adapters;
using Router.Configuration;
using Router.Configuration.Tree;

namespace Router.Routing;

/// <summary>Makes the providers of a configuration, and of clients given in code.</summary>
internal sealed class ProviderFactory(
    ModelRouterOptions options, RouteEngine engine, IReadOnlyDictionary<string, IProviderType> types)
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly ILoggerFactory _loggerFactory = options.LoggerFactory ?? NullLoggerFactory.Instance;

    /// <summary>A provider; null, with an error in <paramref name="issues"/>, where its type cannot make it.</summary>
    internal ProviderInstance? Make(string name, ProviderConfig config, ConfigIssues issues)
    {
        string path = ConfigPath.Property("providers", name);
        IProviderType type = types[config.Type];
        HttpClient? http = null;
        ProviderInstance? made = null;
        try
        {
            http = new HttpClient(options.HttpHandlerFactory?.Invoke(name) ?? NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
            IProvider provider = type.Create(new ProviderContext
            {
                Name = name,
                Settings = config.Settings,
                Http = http,
                RateLimits = config.LearnLimits ? engine.Admission?.LearnedFor(name) : null,
                TimeProvider = options.TimeProvider,
                LoggerFactory = _loggerFactory,
            }) ?? throw new InvalidOperationException("No provider was returned.");
            made = new ProviderInstance(name, config, provider, http, engine, options.Telemetry, type.PinRule);
            return provider.Classifier is null ? throw new InvalidOperationException("The provider has no classifier.") : made;
        }
        catch (Exception exception)
        {
            made?.Dispose();
            http?.Dispose();
            string what = http is null ? "the handler factory failed for this provider of type" : "no provider could be made by the type";
            issues.Failure(path, $"{what} '{type.Name}'", exception, config.Settings);
            return null;
        }
    }

    /// <summary>A client, or an image generator, or both, that the application gave in code.</summary>
    internal ProviderInstance OfClient(string name)
    {
        ClientProvider provider = new(
            options.ChatClients.TryGetValue(name, out IChatClient? chat) ? chat : null,
            options.ImageGenerators.TryGetValue(name, out IImageGenerator? images) ? images : null);
        ProviderInstance instance = new(name, new ProviderConfig { Type = ClientProvider.TypeName }, provider, null, engine, options.Telemetry);

        // A share of its own: clients of the application stay in force through every reload.
        instance.AddOwner();
        return instance;
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
}

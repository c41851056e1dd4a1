using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Router;
using Router.Adapters;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.DependencyInjection;
using Router.Routing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts Router into an application: a keyed <see cref="IChatClient"/> or <see cref="IImageGenerator"/> for each route under the
/// route's name, and unkeyed ones for the default routes. All are singletons. A route that a reload adds is reached through
/// <see cref="ModelRouter"/>, since services are fixed once the provider is built.
/// </summary>
public static class RouterServiceCollectionExtensions
{
    /// <summary>Adds the routes of a file, which is watched for changes.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="path">The path of the file. Default: <c>providers.json</c> in the working directory.</param>
    /// <exception cref="RouterConfigurationException">The file cannot be read. Everything else that is wrong with it is reported,
    /// all at once, when the host starts or the first client is resolved.</exception>
    /// <exception cref="InvalidOperationException">Router was added already.</exception>
    public static IRouterBuilder AddRouter(this IServiceCollection services, string path = "providers.json")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Add(services, RouteOutline.FromFile(path), provider => new FileConfigSource(path, Clock(provider)));
    }

    /// <summary>Adds the routes of a configuration section; its reloads are followed.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section that holds <c>providers</c> and <c>routes</c>.</param>
    /// <exception cref="InvalidOperationException">Router was added already.</exception>
    public static IRouterBuilder AddRouter(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        return Add(services, RouteOutline.FromSection(configuration), _ => new SectionConfigSource(configuration));
    }

    /// <summary>Adds routes built in code.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Fills in the options. Called once, at once.</param>
    /// <exception cref="InvalidOperationException">Router was added already.</exception>
    public static IRouterBuilder AddRouter(this IServiceCollection services, Action<RouterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        RouterOptions options = new();
        configure(options);
        RouterConfig config = options.ToConfig();
        services.Configure<ModelRouterOptions>(router =>
        {
            Copy(options.ChatClients, router.ChatClients);
            Copy(options.ImageGenerators, router.ImageGenerators);
        });
        return Add(services, RouteOutline.FromConfig(config), _ => new FixedConfigSource(config));
    }

    private static RouterBuilder Add(
        IServiceCollection services, RouteOutline outline, Func<IServiceProvider, IRouterConfigSource> source)
    {
        if (services.Any(service => service.ServiceType == typeof(ModelRouter)))
        {
            throw new InvalidOperationException("AddRouter was called already. One router serves all routes; put them into one configuration.");
        }

        services.AddSingleton(provider => ModelRouter.FromSource(source(provider), Options(provider)));
        foreach ((string name, RouteTask task) in outline.Routes)
        {
            if (task == RouteTask.Chat)
            {
                services.AddKeyedSingleton(name, (provider, key) => Router(provider).GetChatClient((string)key!));
            }
            else
            {
                services.AddKeyedSingleton(name, (provider, key) => Router(provider).GetImageGenerator((string)key!));
            }
        }

        // TryAdd: an application that registered a client of its own for the unkeyed place keeps it.
        if (outline.Routes.Values.Contains(RouteTask.Chat))
        {
            services.TryAddSingleton(provider => Router(provider).GetChatClient());
        }

        if (outline.Routes.Values.Contains(RouteTask.Image))
        {
            services.TryAddSingleton(provider => Router(provider).GetImageGenerator());
        }

        // A host that starts makes the router, and so reports every error of the configuration before the first request.
        services.AddOptions<RouterStartup>().Validate<ModelRouter>((_, router) => router.Routes.Count > 0, "No route is configured.").ValidateOnStart();
        return new RouterBuilder(services);
    }

    private static ModelRouter Router(IServiceProvider provider) => provider.GetRequiredService<ModelRouter>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ModelRouterOptions Options(IServiceProvider provider)
    {
        ModelRouterOptions options = provider.GetRequiredService<IOptions<ModelRouterOptions>>().Value;
        foreach (IProviderType type in provider.GetServices<IProviderType>())
        {
            options.ProviderTypes.Add(type);
        }

        foreach (ITargetStrategy strategy in provider.GetServices<ITargetStrategy>())
        {
            options.Strategies.Add(strategy);
        }

        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        options.TimeProvider = options.TimeProvider == TimeProvider.System ? Clock(provider) : options.TimeProvider;
        return options;
    }

    private static void Copy<T>(IDictionary<string, T> from, IDictionary<string, T> to)
    {
        foreach ((string name, T value) in from)
        {
            to[name] = value;
        }
    }
}

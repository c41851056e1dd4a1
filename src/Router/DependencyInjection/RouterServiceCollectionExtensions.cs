using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Router;
using Router.Adapters;
using Router.Admission;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.DependencyInjection;
using Router.Routing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts Router into an application: a keyed <see cref="IChatClient"/> or <see cref="IImageGenerator"/> for each route under the
/// route's name, and unkeyed ones for the default routes. All are singletons, and none takes the place of one that is registered
/// already. A key is the name as the configuration writes it, case included; <see cref="ModelRouter"/> takes any case. It also
/// has the routes that a reload adds, since services are fixed once the provider is built.
/// </summary>
public static class RouterServiceCollectionExtensions
{
    /// <summary>Adds the routes of a file, which is watched for changes.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="path">The path of the file. Default: <c>providers.json</c> in the working directory. The environment variables
    /// and files that it refers to are read when the host starts or the first client is resolved.</param>
    /// <exception cref="RouterConfigurationException">The file cannot be read or is no JSON, so its routes are not known.
    /// Everything else that is wrong with it is reported, all at once, when the host starts or the first client is resolved.</exception>
    /// <exception cref="InvalidOperationException">Router was added already.</exception>
    public static IRouterBuilder AddRouter(this IServiceCollection services, string path = "providers.json")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        RefuseSecond(services);

        // The working directory may be another one by the time the file is loaded.
        string full = Path.GetFullPath(path);
        return Add(services, RouteOutline.FromFile(full), clock => new FileConfigSource(full, clock));
    }

    /// <summary>Adds the routes of a configuration section; its reloads are followed.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">The section that holds <c>providers</c> and <c>routes</c>. It is read at once for the names of
    /// the routes. What is wrong with it, a section without routes included, is reported, all at once, when the host starts or the
    /// first client is resolved.</param>
    /// <exception cref="InvalidOperationException">Router was added already.</exception>
    public static IRouterBuilder AddRouter(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        RefuseSecond(services);
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
        RefuseSecond(services);
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
        IServiceCollection services, RouteOutline outline, Func<TimeProvider, IRouterConfigSource> source)
    {
        services.AddSingleton(provider =>
        {
            ModelRouterOptions options = Options(provider);
            return ModelRouter.FromSource(source(options.TimeProvider), options);
        });

        // TryAdd: an application that registered a client of its own for a place keeps it.
        foreach ((string name, RouteTask task) in outline.Routes)
        {
            if (task == RouteTask.Chat)
            {
                services.TryAddKeyedSingleton(name, (provider, key) => Router(provider).GetChatClient((string)key!));
            }
            else
            {
                services.TryAddKeyedSingleton(name, (provider, key) => Router(provider).GetImageGenerator((string)key!));
            }
        }

        // Without any route there is an error to be told to whoever asks, which a missing service would hide.
        bool nothing = outline.Routes.Count == 0;
        if (nothing || outline.Routes.Values.Contains(RouteTask.Chat))
        {
            services.TryAddSingleton(provider => Router(provider).GetChatClient());
        }

        if (nothing || outline.Routes.Values.Contains(RouteTask.Image))
        {
            services.TryAddSingleton(provider => Router(provider).GetImageGenerator());
        }

        // A host that starts makes the router, and so reports every error of the configuration before the first request.
        services.AddOptions<RouterStartup>().Validate<ModelRouter>((_, router) => router.Routes.Count > 0, "No route is configured.").ValidateOnStart();
        return new RouterBuilder(services);
    }

    private static void RefuseSecond(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ModelRouter)))
        {
            throw new InvalidOperationException("AddRouter was called already. One router serves all routes; put them into one configuration.");
        }
    }

    private static ModelRouter Router(IServiceProvider provider) => provider.GetRequiredService<ModelRouter>();

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static ModelRouterOptions Options(IServiceProvider provider)
    {
        // A copy: the options belong to the application, and a router that could not be made is tried again with them.
        ModelRouterOptions options = provider.GetRequiredService<IOptions<ModelRouterOptions>>().Value.Copy();
        foreach (IProviderType type in provider.GetServices<IProviderType>())
        {
            options.ProviderTypes.Add(type);
        }

        foreach (IAdmissionStoreType type in provider.GetServices<IAdmissionStoreType>())
        {
            options.StoreTypes.Add(type);
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

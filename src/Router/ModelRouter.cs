using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Router.Admission;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Context;
using Router.Resilience;
using Router.Routing;
using Router.Routing.Mirroring;

namespace Router;

/// <summary>
/// The routes of one configuration as clients. A client stays valid through reloads: each request runs on the configuration in
/// force when it began, and to its end on that one. Thread-safe.
/// </summary>
public sealed class ModelRouter : IDisposable, IAsyncDisposable
{
    private readonly IRouterConfigSource _source;
    private readonly RouterModelBuilder _builder;
    private readonly ILogger _logger;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MirrorHost _mirrors;
    private readonly Lock _gate = new();
    private readonly IDisposable? _subscription;
    private volatile RouterModel? _model;
    private Task _left = Task.CompletedTask;

    private ModelRouter(IRouterConfigSource source, ModelRouterOptions options)
    {
        _source = source;
        MonotonicClock clock = new(options.TimeProvider);
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(typeof(ModelRouter).FullName!);
        Admission = new AdmissionController(
            AdmissionPolicy.None, new MemoryAdmissionStore(options.TimeProvider), new AdmissionStoreConfig(), options.TimeProvider, _logger, options.Limiters);
        Engine = new RouteEngine(clock, _logger, SeededRandom.Create(options.RandomSeed)) { Admission = Admission };
        _mirrors = new MirrorHost(Engine, static report => report.Cost);
        IChangeToken first;
        try
        {
            _builder = new RouterModelBuilder(options, Engine);
            first = source.GetReloadToken();
            RouterConfigSnapshot snapshot = source.Load(_builder.Context);
            Warn(snapshot);
            _model = Build(snapshot, previous: null);
        }
        catch
        {
            // Nobody gets the router that could dispose it.
            _ = Admission.DisposeAsync().AsTask();
            throw;
        }

        _subscription = ChangeToken.OnChange(source.GetReloadToken, Reload);
        if (first.HasChanged)
        {
            // It changed after the load and before anybody listened.
            Reload();
        }
    }

    /// <summary>The routes in force.</summary>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    public IReadOnlyList<RouteInfo> Routes => [.. Model.Routes.Values.Select(route => route.Info).OrderBy(route => route.Name, StringComparer.Ordinal)];

    /// <summary>Rates, budgets and the kill switch. Disposed with the router.</summary>
    public AdmissionController Admission { get; }

    internal RouteEngine Engine { get; }

    internal RouterModel Model => _model ?? throw new ObjectDisposedException(nameof(ModelRouter));

    /// <summary>Makes a router over a file, watched for changes.</summary>
    /// <param name="path">The path of <c>providers.json</c>.</param>
    /// <param name="options">Provider types, clock, log; without provider types only <see cref="ModelRouterOptions.ChatClients"/> serve.</param>
    /// <exception cref="RouterConfigurationException">The configuration has errors; all of them are listed.</exception>
    public static ModelRouter FromFile(string path, ModelRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FromSource(new FileConfigSource(path, options.TimeProvider), options);
    }

    /// <summary>Makes a router over a configuration built in code.</summary>
    /// <exception cref="RouterConfigurationException">The configuration has errors; all of them are listed.</exception>
    public static ModelRouter FromConfig(RouterConfig config, ModelRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(config);
        return FromSource(new FixedConfigSource(config), options);
    }

    /// <summary>Makes a router over a configuration section; its reloads are followed.</summary>
    /// <param name="section">The section that holds <c>providers</c> and <c>routes</c>.</param>
    /// <param name="options">Provider types, clock, log.</param>
    /// <exception cref="RouterConfigurationException">The configuration has errors; all of them are listed.</exception>
    public static ModelRouter FromConfiguration(IConfiguration section, ModelRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(section);
        return FromSource(new SectionConfigSource(section), options);
    }

    /// <summary>The chat client of a route.</summary>
    /// <param name="route">The route's name; null for the default chat route.</param>
    /// <exception cref="InvalidOperationException">There is no such route, or it is not for chat.</exception>
    public IChatClient GetChatClient(string? route = null)
    {
        Find(Model, route, RouteTask.Chat);
        return new RouteChatClient(new LiveRoute(this, route, RouteTask.Chat));
    }

    /// <summary>The image generator of a route.</summary>
    /// <param name="route">The route's name; null for the default image route.</param>
    /// <exception cref="InvalidOperationException">There is no such route, or it is not for images.</exception>
    public IImageGenerator GetImageGenerator(string? route = null)
    {
        Find(Model, route, RouteTask.Image);
        return new RouteImageGenerator(new LiveRoute(this, route, RouteTask.Image));
    }

    /// <summary>
    /// Stops watching the configuration. Requests that are running end on their own; new ones are refused. What they have reserved is
    /// settled when they end, which <see cref="DisposeAsync"/> waits for and this does not.
    /// </summary>
    public void Dispose()
    {
        if (Stop())
        {
            _mirrors.Dispose();
            _ = CloseAsync();
        }
    }

    /// <summary>As <see cref="Dispose"/>, and waits up to 5 seconds until running requests have ended and all is settled in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Stop())
        {
            return;
        }

        await _mirrors.DisposeAsync().ConfigureAwait(false);
        try
        {
            await CloseAsync().WaitAsync(Patience, Engine.Clock.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Requests that still run settle when they end, as long as the process lives.
        }
    }

    internal static ModelRouter FromSource(IRouterConfigSource source, ModelRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return new ModelRouter(source, options.Copy());
        }
        catch
        {
            // The failed load has begun to watch already.
            source.Dispose();
            throw;
        }
    }

    internal Route Enter(string? name, RouteTask task, ref RouteContext context)
    {
        while (true)
        {
            RouterModel model = Model;
            if (!model.TryEnter())
            {
                // Replaced and left by all between the two lines: the next one is in force by now.
                continue;
            }

            try
            {
                Route asked = Find(model, name, task);
                string? softRoute = Admission.SoftRouteFor(asked.Info.Name, context.Tenant, context.Session, context.Agent);
                if (softRoute is null || !model.Routes.TryGetValue(softRoute, out Route? other) || other == asked || other.Info.Task != task)
                {
                    return asked;
                }

                context = context with { RedirectedFrom = asked.Info.Name };
                return other;
            }
            catch
            {
                model.Exit();
                throw;
            }
        }
    }

    private bool Stop()
    {
        RouterModel? last;
        lock (_gate)
        {
            last = _model;
            _model = null;
        }

        if (last is null)
        {
            return false;
        }

        _subscription?.Dispose();
        _source.Dispose();
        _left = Task.WhenAll(_left, last.Left);
        last.Exit();
        return true;
    }

    private async Task CloseAsync()
    {
        await _left.ConfigureAwait(false);
        await Admission.DisposeAsync().ConfigureAwait(false);
    }

    internal Route Find(RouterModel model, string? name, RouteTask task)
    {
        string route = name ?? model.Defaults.For(task) ?? throw new InvalidOperationException(
            $"No default route is named for {Word(task)}, and there is not just one to choose. Name one in 'defaults.{Word(task)}', or ask for a route by name: {Names(model, task)}.");
        if (!model.Routes.TryGetValue(route, out Route? found))
        {
            throw new InvalidOperationException($"No route is named '{route}'. For {Word(task)} there are: {Names(model, task)}.");
        }

        return found.Info.Task == task
            ? found
            : throw new InvalidOperationException(
                $"Route '{route}' is for {Word(found.Info.Task)}, not for {Word(task)}. For {Word(task)} there are: {Names(model, task)}.");
    }

    private static string Word(RouteTask task) => task == RouteTask.Image ? "image" : "chat";

    private static string Names(RouterModel model, RouteTask task)
    {
        string[] names = [.. model.Routes.Values.Where(route => route.Info.Task == task).Select(route => route.Info.Name).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }

    private void Reload()
    {
        lock (_gate)
        {
            if (_model is not { } current)
            {
                return;
            }

            RouterConfigSnapshot snapshot;
            try
            {
                snapshot = _source.Load(_builder.Context);
                _model = Build(snapshot, current);
            }
            catch (Exception exception)
            {
                // Whatever is wrong with the new configuration, the old one goes on serving. Only our own messages are known to
                // hold no secret.
                _logger.ReloadFailed(exception is RouterConfigurationException ? exception.Message : exception.GetType().Name);
                return;
            }

            _left = Task.WhenAll(_left, current.Left);
            current.Exit();
            Warn(snapshot);
            _logger.ConfigurationReloaded(_model.Routes.Count);
        }
    }

    private RouterModel Build(RouterConfigSnapshot snapshot, RouterModel? previous)
    {
        RouterModel model = _builder.Build(snapshot, previous);
        _mirrors.Attach(model, name => new RouteChatClient(new LiveRoute(this, name, RouteTask.Chat)));
        return model;
    }

    private void Warn(RouterConfigSnapshot snapshot)
    {
        foreach (ConfigurationWarning warning in snapshot.Warnings)
        {
            _logger.ConfigurationWarned(warning.ToString());
        }
    }
}

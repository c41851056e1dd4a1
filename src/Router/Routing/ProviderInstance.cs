using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Configuration;
using Router.Pinning;
using Router.Resilience;
using Router.Telemetry;

namespace Router.Routing;

/// <summary>
/// A provider in force, with a client and a health per model. It outlives a reload that leaves type and settings as they were, and
/// so do counters and cool-downs; changed rules of health it takes over. Thread-safe.
/// </summary>
internal sealed class ProviderInstance : IDisposable
{
    private readonly ConcurrentDictionary<(ModelReference Model, PinningMode Pinning), ModelClients> _models = new();
    private readonly ConcurrentDictionary<ModelReference, ModelState> _states = new();
    private readonly string _name;
    private readonly HttpClient? _http;
    private readonly HealthTracker _health;
    private readonly RouteEngine _engine;
    private readonly GenAITelemetryOptions _telemetry;
    private readonly IPinRule? _pinRule;
    private volatile ProviderConfig _config;
    private int _owners;

    internal ProviderInstance(
        string name,
        ProviderConfig config,
        IProvider provider,
        HttpClient? http,
        RouteEngine engine,
        GenAITelemetryOptions telemetry,
        IPinRule? pinRule = null)
    {
        _name = name;
        _config = config;
        Provider = provider;
        _http = http;
        _engine = engine;
        _telemetry = telemetry;
        _pinRule = pinRule;
        _health = new HealthTracker(config.Health, engine.Clock);
    }

    internal string Name => _name;

    internal ProviderConfig Config => _config;

    internal IProvider Provider { get; }

    /// <summary>Whether a configuration asks for this very provider: the same account, whatever its rules of health are.</summary>
    internal bool Serves(ProviderConfig config) =>
        config.Type.Equals(Config.Type, StringComparison.OrdinalIgnoreCase) && config.Settings.Equals(Config.Settings)
        && config.LearnLimits == Config.LearnLimits;

    /// <summary>Goes on under a configuration that it <see cref="Serves"/>.</summary>
    internal void Follow(ProviderConfig config)
    {
        _config = config;
        _health.Follow(config.Health);
        foreach (ModelClients clients in _models.Values)
        {
            clients.State.Health.Follow(config.Health);
        }
    }

    /// <summary>
    /// The clients and the health of a model; the same ones for every route that names it. Where its version is checked in several ways
    /// there are clients for each, over one health.
    /// </summary>
    internal ModelClients For(ModelReference model, PinningMode pinning = PinningMode.Off) =>
        _models.GetOrAdd((model, _pinRule is null ? PinningMode.Off : pinning), static (key, self) => self.Make(key.Model, key.Pinning), this);

    /// <summary>Takes a share in the instance; the last one to leave disposes it.</summary>
    internal void AddOwner() => Interlocked.Increment(ref _owners);

    internal void RemoveOwner()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            Dispose();
        }
    }

    /// <summary>Never throws: it ends a reload or somebody's request, which have nothing to do with it.</summary>
    public void Dispose()
    {
        foreach (ModelClients clients in _models.Values)
        {
            Dispose(clients.Chat);
            Dispose(clients.Images);
        }

        Dispose(Provider as IDisposable);
        Dispose(_http);
    }

    private void Dispose(IDisposable? part)
    {
        try
        {
            part?.Dispose();
        }
        catch (Exception exception)
        {
            _engine.Logger.DisposeFailed(_name, exception.GetType().Name);
        }
    }

    private ModelState NewState() =>
        new(new TargetHealth(_health, new HealthTracker(Config.Health, _engine.Clock)), new TargetStatistics(_engine.Clock));

    private ModelClients Make(ModelReference model, PinningMode pinning)
    {
        IChatClient? chat = Provider.CreateChatClient(model);
        try
        {
            IImageGenerator? images = Provider.CreateImageGenerator(model);

            if (_pinRule is { } rule && pinning != PinningMode.Off)
            {
                VersionPin pin = new(model, rule) { Mode = pinning, Provider = _name };
                chat = chat is null ? null : new PinnedChatClient(chat, pin, _engine.Logger);
                images = images is null ? null : new PinnedImageGenerator(images, pin, _engine.Logger);
            }

            // A client that answers with an ActivitySource tells OpenTelemetry of its calls itself.
            if (chat is not null && chat.GetService(typeof(ActivitySource)) is null)
            {
                chat = new GenAITelemetryChatClient(chat, _telemetry);
            }

            if (images is not null && images.GetService(typeof(ActivitySource)) is null)
            {
                images = new GenAITelemetryImageGenerator(images, _telemetry);
            }

            return new ModelClients(_states.GetOrAdd(model, static (_, self) => self.NewState(), this), chat, images);
        }
        catch
        {
            Dispose(chat);
            throw;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Configuration;
using Router.Resilience;
using Router.Telemetry;

namespace Router.Routing;

/// <summary>
/// A provider in force, with a client and a health per model. It outlives a reload that leaves type and settings as they were, and
/// so do counters and cool-downs; changed rules of health it takes over. Thread-safe.
/// </summary>
internal sealed class ProviderInstance : IDisposable
{
    private readonly ConcurrentDictionary<ModelReference, ModelClients> _models = new();
    private readonly string _name;
    private readonly HttpClient? _http;
    private readonly HealthTracker _health;
    private readonly RouteEngine _engine;
    private readonly GenAITelemetryOptions _telemetry;
    private volatile ProviderConfig _config;
    private int _owners;

    internal ProviderInstance(
        string name, ProviderConfig config, IProvider provider, HttpClient? http, RouteEngine engine, GenAITelemetryOptions telemetry)
    {
        _name = name;
        _config = config;
        Provider = provider;
        _http = http;
        _engine = engine;
        _telemetry = telemetry;
        _health = new HealthTracker(config.Health, engine.Clock);
    }

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
            clients.Health.Follow(config.Health);
        }
    }

    /// <summary>The clients and the health of a model; the same ones for every route that names it.</summary>
    internal ModelClients For(ModelReference model) => _models.GetOrAdd(model, static (key, self) => self.Make(key), this);

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

    private ModelClients Make(ModelReference model)
    {
        IChatClient? chat = Provider.CreateChatClient(model);
        try
        {
            IImageGenerator? images = Provider.CreateImageGenerator(model);

            // A client that answers with an ActivitySource tells OpenTelemetry of its calls itself.
            if (chat is not null && chat.GetService(typeof(ActivitySource)) is null)
            {
                chat = new GenAITelemetryChatClient(chat, _telemetry);
            }

            if (images is not null && images.GetService(typeof(ActivitySource)) is null)
            {
                images = new GenAITelemetryImageGenerator(images, _telemetry);
            }

            TargetHealth health = new(_health, new HealthTracker(Config.Health, _engine.Clock));
            return new ModelClients(health, new TargetStatistics(_engine.Clock), chat, images);
        }
        catch
        {
            Dispose(chat);
            throw;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Configuration;
using Router.Resilience;
using Router.Telemetry;

namespace Router.Routing;

/// <summary>
/// A provider in force, with a client and a health per model. It outlives a reload that leaves its configuration as it was, and so
/// do counters and cool-downs. Thread-safe.
/// </summary>
internal sealed class ProviderInstance : IDisposable
{
    private readonly ConcurrentDictionary<ModelReference, ModelClients> _models = new();
    private readonly HttpClient? _http;
    private readonly HealthTracker _health;
    private readonly MonotonicClock _clock;
    private readonly GenAITelemetryOptions _telemetry;
    private int _owners;

    internal ProviderInstance(
        ProviderConfig config, IProvider provider, HttpClient? http, MonotonicClock clock, GenAITelemetryOptions telemetry)
    {
        Config = config;
        Provider = provider;
        _http = http;
        _clock = clock;
        _telemetry = telemetry;
        _health = new HealthTracker(config.Health, clock);
    }

    internal ProviderConfig Config { get; }

    internal IProvider Provider { get; }

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

    public void Dispose()
    {
        foreach (ModelClients clients in _models.Values)
        {
            clients.Chat?.Dispose();
            clients.Images?.Dispose();
        }

        (Provider as IDisposable)?.Dispose();
        _http?.Dispose();
    }

    private ModelClients Make(ModelReference model)
    {
        IChatClient? chat = Provider.CreateChatClient(model);
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

        return new ModelClients(new TargetHealth(_health, new HealthTracker(Config.Health, _clock)), chat, images);
    }
}

using System.Text;
using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Caching;
using Router.Configuration;
using Router.Pricing;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>A route over scripted targets on a manual clock.</summary>
internal sealed class RouteFixture
{
    private readonly Dictionary<string, HealthTracker> _providers = [];

    internal RouteFixture(RoutePlan plan, RouteMode mode = RouteMode.Unary, Func<double>? random = null, ManualTimeProvider? clock = null)
    {
        Mode = mode;
        Clock = clock ?? new ManualTimeProvider();
        MonotonicClock monotonic = new(Clock);
        RouteConfig config = mode == RouteMode.Hold ? plan.Route with { StreamMode = StreamMode.Hold } : plan.Route;
        config = config with { Task = mode == RouteMode.Images ? RouteTask.Image : RouteTask.Chat };
        random ??= static () => 0.5;
        Targets = [.. plan.Targets.Select(target => Make(target, plan, monotonic))];
        if (plan.Limits is { } limits)
        {
            Admission = new AdmissionController(
                new AdmissionPolicy(limits), new MemoryAdmissionStore(Clock), new AdmissionStoreConfig(), Clock, Log.CreateLogger("admission"));
        }

        Engine = new RouteEngine(monotonic, Log.CreateLogger("test"), random) { Admission = Admission };
        RouteInfo info = new("route", config.Task, "priority", [.. Targets.Select(target => target.Info)]);
        Route = new Route(info, config, Targets, new PriorityStrategy(), RetryPipeline.Build(config.Retry, Clock, random))
        {
            Queue = config.Queue is { } queue ? new AdmissionQueue(queue, Clock) : null,
            Cache = config.Cache is { } cache ? new ExactCache(new ExactCacheOptions { Duration = cache.Duration, TimeProvider = Clock }) : null,
        };
        if (Admission is not null && Route.Queue is not null)
        {
            Admission.Released += Route.Queue.Signal;
        }

        Handle = new FixedRoute(Route, Engine, [.. Targets.Select(target => target.ChatClient).OfType<IChatClient>()]);
        Chat = new RouteChatClient(Handle);
        Images = new RouteImageGenerator(Handle);
    }

    internal RouteMode Mode { get; }

    internal ManualTimeProvider Clock { get; }

    internal RecordingLoggerFactory Log { get; } = new();

    internal RouteTarget[] Targets { get; }

    internal Dictionary<string, ScriptedChatClient> Clients { get; } = [];

    internal Dictionary<string, ScriptedImageGenerator> Generators { get; } = [];

    internal AdmissionController? Admission { get; }

    internal RouteEngine Engine { get; }

    internal Route Route { get; }

    internal RouteHandle Handle { get; }

    internal RouteChatClient Chat { get; }

    internal RouteImageGenerator Images { get; }

    internal IReadOnlyList<ScriptedCall> Calls(string target) => Mode == RouteMode.Images ? Generators[target].Calls : Clients[target].Calls;

    internal HealthState State(string target) => Targets.Single(candidate => candidate.Info.Name == target).Health.Peek().State;

    internal TimeSpan Wait(string target) => Targets.Single(candidate => candidate.Info.Name == target).Health.Peek().Wait;

    /// <summary>The targets that may not be asked now, with the seconds they still are shut.</summary>
    internal string ShutList => string.Join(' ', Targets
        .Where(target => target.Health.Peek().State is HealthState.Cooling or HealthState.ProbeInFlight)
        .Select(target => FormattableString.Invariant($"{target.Info.Name}:{target.Health.Peek().Wait.TotalSeconds:0.###}")));

    /// <summary>Runs one request, moving the clock whenever it waits.</summary>
    internal Task<RouteOutcome> RunAsync(string prompt = "hello", ChatOptions? options = null, CancellationToken token = default) =>
        Pump.RunAsync(Clock, () => AskAsync(prompt, options, token));

    /// <summary>Runs one request; whoever calls it moves the clock.</summary>
    internal async Task<RouteOutcome> AskAsync(string prompt = "hello", ChatOptions? options = null, CancellationToken token = default)
    {
        List<ChatResponseUpdate> updates = [];
        try
        {
            switch (Mode)
            {
                case RouteMode.Unary:
                    ChatResponse response = await Chat.GetResponseAsync(prompt, options, token).ConfigureAwait(false);
                    return new RouteOutcome(response.Text, response.GetRouteReport(), null);
                case RouteMode.Images:
                    ImageGenerationResponse images = await Images
                        .GenerateAsync(new ImageGenerationRequest(prompt), null, token).ConfigureAwait(false);
                    string text = string.Concat(images.Contents.OfType<DataContent>().Select(image => Encoding.UTF8.GetString(image.Data.Span)));
                    return new RouteOutcome(text, images.GetRouteReport(), null);
                default:
                    await foreach (ChatResponseUpdate update in Chat.GetStreamingResponseAsync(prompt, options, token).ConfigureAwait(false))
                    {
                        updates.Add(update);
                    }

                    ChatResponse whole = updates.ToChatResponse();
                    return new RouteOutcome(whole.Text, whole.GetRouteReport(), null) { Updates = updates };
            }
        }
        catch (Exception exception)
        {
            return new RouteOutcome(string.Concat(updates.Select(update => update.Text)), null, exception) { Updates = updates };
        }
    }

    private RouteTarget Make(TargetPlan plan, RoutePlan whole, MonotonicClock clock)
    {
        string provider = plan.Provider ?? "provider-" + plan.Name;
        if (!_providers.TryGetValue(provider, out HealthTracker? shared))
        {
            _providers[provider] = shared = new HealthTracker(whole.Health, clock);
        }

        ScriptedChatClient chat = new(Clock, plan.Turns);
        ScriptedImageGenerator images = new(Clock, plan.Turns);
        Clients[plan.Name] = chat;
        Generators[plan.Name] = images;
        return new RouteTarget
        {
            Info = new TargetInfo(plan.Name, provider, "model-" + plan.Name, null),
            Classifier = plan.Classifier,
            Health = new TargetHealth(shared, new HealthTracker(whole.Health, clock)),
            Statistics = new TargetStatistics(clock),
            Capabilities = plan.Capabilities,
            Parameters = plan.Parameters,
            Price = (plan.Price ?? plan.ImagePrice) is not null
                ? new ModelPrice(
                    new PriceConfig { Provider = provider, Model = "model-" + plan.Name, Input = plan.Price, Output = plan.Price, Image = plan.ImagePrice }, "test")
                : null,
            ListedForContent = plan.Listed,
            ChatClient = plan.Chat ?? chat,
            ImageGenerator = images,
        };
    }
}

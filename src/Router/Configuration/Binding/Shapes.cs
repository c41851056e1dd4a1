using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Caching;
using Router.Catalog;
using Router.Pinning;
using Router.Pricing;
using Router.Resilience;

namespace Router.Configuration.Binding;

/// <summary>The shape of every record of the configuration.</summary>
internal static class Shapes
{
    private static readonly NumberFormat<float> Penalty = new(new ValueRange<float>(-2, 2));
    private static readonly DurationFormat Window = new(new ValueRange<TimeSpan>(TimeSpan.FromMilliseconds(500), Formats.Day));

    internal static ConfigShape<HealthConfig> Health { get; } = new(
        () => new HealthConfig(),
        new ValueProperty<HealthConfig, double>(
            "failureRatio",
            Formats.Share,
            c => c.FailureRatio,
            (c, v) => c with { FailureRatio = v }),
        new ValueProperty<HealthConfig, int>(
            "minimumThroughput",
            new NumberFormat<int>(new ValueRange<int>(2)),
            c => c.MinimumThroughput,
            (c, v) => c with { MinimumThroughput = v }),
        new ValueProperty<HealthConfig, TimeSpan>(
            "samplingWindow", Window, c => c.SamplingWindow, (c, v) => c with { SamplingWindow = v }),
        new ValueProperty<HealthConfig, TimeSpan>(
            "breakDuration", Window, c => c.BreakDuration, (c, v) => c with { BreakDuration = v }),
        new ValueProperty<HealthConfig, TimeSpan>(
            "rateLimitCooldown", Formats.UpToAMonth, c => c.RateLimitCooldown, (c, v) => c with { RateLimitCooldown = v }),
        new ValueProperty<HealthConfig, TimeSpan>(
            "longCooldown", Formats.UpToAMonth, c => c.LongCooldown, (c, v) => c with { LongCooldown = v }),
        new ValueProperty<HealthConfig, TimeSpan>(
            "rampDuration", Formats.Wait, c => c.RampDuration, (c, v) => c with { RampDuration = v }));

    internal static ConfigShape<TimeoutsConfig> Timeouts { get; } = new(
        () => new TimeoutsConfig(),
        new ValueProperty<TimeoutsConfig, TimeSpan>("total", Formats.Timer, c => c.Total, (c, v) => c with { Total = v }),
        new ValueProperty<TimeoutsConfig, TimeSpan>("attempt", Formats.Timer, c => c.Attempt, (c, v) => c with { Attempt = v }),
        new ValueProperty<TimeoutsConfig, TimeSpan>("firstToken", Formats.Timer, c => c.FirstToken, (c, v) => c with { FirstToken = v }),
        new ValueProperty<TimeoutsConfig, TimeSpan>("idle", Formats.Timer, c => c.Idle, (c, v) => c with { Idle = v }));

    internal static ConfigShape<RetryConfig> Retry { get; } = new(
        () => new RetryConfig(),
        new ValueProperty<RetryConfig, int>(
            "triesPerTarget", Formats.OneOrMore, c => c.TriesPerTarget, (c, v) => c with { TriesPerTarget = v }),
        new ValueProperty<RetryConfig, TimeSpan>("baseDelay", Formats.Wait, c => c.BaseDelay, (c, v) => c with { BaseDelay = v }),
        new ValueProperty<RetryConfig, TimeSpan>("maxDelay", Formats.Wait, c => c.MaxDelay, (c, v) => c with { MaxDelay = v }));

    internal static ConfigShape<ModelCapabilities> Capabilities { get; } = new(
        () => ModelCapabilities.Unknown,
        new ValueProperty<ModelCapabilities, bool>("tools", Formats.Flag, c => c.Tools, (c, v) => c with { Tools = v }),
        new ValueProperty<ModelCapabilities, bool>(
            "imageInput", Formats.Flag, c => c.ImageInput, (c, v) => c with { ImageInput = v }),
        new ValueProperty<ModelCapabilities, bool>(
            "jsonSchema", Formats.Flag, c => c.JsonSchema, (c, v) => c with { JsonSchema = v }),
        new ValueProperty<ModelCapabilities, int>(
            "contextTokens", Formats.OneOrMore, c => c.ContextTokens, (c, v) => c with { ContextTokens = v }));

    internal static ConfigShape<ParametersConfig> Parameters { get; } = new(
        () => new ParametersConfig(),
        new ValueProperty<ParametersConfig, float>(
            "temperature",
            new NumberFormat<float>(new ValueRange<float>(0)),
            c => c.Temperature,
            (c, v) => c with { Temperature = v }),
        new ValueProperty<ParametersConfig, float>(
            "topP", new NumberFormat<float>(new ValueRange<float>(0, 1)), c => c.TopP, (c, v) => c with { TopP = v }),
        new ValueProperty<ParametersConfig, int>("topK", Formats.OneOrMore, c => c.TopK, (c, v) => c with { TopK = v }),
        new ValueProperty<ParametersConfig, int>(
            "maxOutputTokens", Formats.OneOrMore, c => c.MaxOutputTokens, (c, v) => c with { MaxOutputTokens = v }),
        new ValueProperty<ParametersConfig, long>("seed", new NumberFormat<long>(), c => c.Seed, (c, v) => c with { Seed = v }),
        new ValueProperty<ParametersConfig, float>(
            "frequencyPenalty", Penalty, c => c.FrequencyPenalty, (c, v) => c with { FrequencyPenalty = v }),
        new ValueProperty<ParametersConfig, float>(
            "presencePenalty", Penalty, c => c.PresencePenalty, (c, v) => c with { PresencePenalty = v }),
        new ListProperty<ParametersConfig, string>(
            "stopSequences", new TextFormat(blank: true), c => c.StopSequences, (c, v) => c with { StopSequences = v }),
        new ValueProperty<ParametersConfig, ReasoningEffort>(
            "reasoningEffort", new EnumFormat<ReasoningEffort>(), c => c.ReasoningEffort, (c, v) => c with { ReasoningEffort = v }),
        new ValueProperty<ParametersConfig, int>("width", Formats.OneOrMore, c => c.Width, (c, v) => c with { Width = v }),
        new ValueProperty<ParametersConfig, int>("height", Formats.OneOrMore, c => c.Height, (c, v) => c with { Height = v }),
        new ValueProperty<ParametersConfig, int>("count", Formats.OneOrMore, c => c.Count, (c, v) => c with { Count = v }),
        new JsonMapProperty<ParametersConfig>("additionalProperties", (c, v) => c with { AdditionalProperties = v }));

    internal static ConfigShape<TargetConfig> Target { get; } = new(
        () => new TargetConfig { Provider = "", Model = "" },
        new TextProperty<TargetConfig>("name", c => c.Name, (c, v) => c with { Name = v }),
        new TextProperty<TargetConfig>("provider", c => c.Provider, (c, v) => c with { Provider = v }) { Required = true },
        new TextProperty<TargetConfig>("model", c => c.Model, (c, v) => c with { Model = v }) { Required = true },
        new TextProperty<TargetConfig>("version", c => c.Version, (c, v) => c with { Version = v }),
        new ObjectProperty<TargetConfig, ParametersConfig>(
            "parameters", Parameters, c => c.Parameters, (c, v) => c with { Parameters = v }),
        new ObjectProperty<TargetConfig, ModelCapabilities>(
            "capabilities", Capabilities, c => c.Capabilities, (c, v) => c with { Capabilities = v }),
        new ObjectProperty<TargetConfig, LimitsConfig>(
            "limits", AdmissionShapes.Limits, c => c.Limits, (c, v) => c with { Limits = v }),
        new ValueProperty<TargetConfig, double>(
            "weight",
            new NumberFormat<double>(new ValueRange<double>(0, 1_000_000)),
            c => c.Weight,
            (c, v) => c with { Weight = v }),
        new ValueProperty<TargetConfig, double>("canary", Formats.ShareBelowOne, c => c.Canary, (c, v) => c with { Canary = v }),
        new ValueProperty<TargetConfig, PinningMode>(
            "pinning", new EnumFormat<PinningMode>(), c => c.Pinning, (c, v) => c with { Pinning = v }));

    internal static ConfigShape<RouteConfig> Route { get; } = new(
        () => new RouteConfig(),
        new ValueProperty<RouteConfig, RouteTask>("task", new EnumFormat<RouteTask>(), c => c.Task, (c, v) => c with { Task = v }),
        new TextProperty<RouteConfig>("strategy", c => c.Strategy, (c, v) => c with { Strategy = v }),
        new ObjectListProperty<RouteConfig, TargetConfig>("targets", Target, c => c.Targets, (c, v) => c with { Targets = v })
        {
            Required = true,
        },
        new ObjectProperty<RouteConfig, TimeoutsConfig>("timeouts", Timeouts, c => c.Timeouts, (c, v) => c with { Timeouts = v }),
        new ObjectProperty<RouteConfig, RetryConfig>("retry", Retry, c => c.Retry, (c, v) => c with { Retry = v }),
        new ValueProperty<RouteConfig, int>("maxAttempts", Formats.OneOrMore, c => c.MaxAttempts, (c, v) => c with { MaxAttempts = v }),
        new ValueProperty<RouteConfig, StreamMode>(
            "streamMode", new EnumFormat<StreamMode>(), c => c.StreamMode, (c, v) => c with { StreamMode = v }),
        new ValueProperty<RouteConfig, EmptyAnswer>(
            "emptyAnswer", new EnumFormat<EmptyAnswer>(), c => c.EmptyAnswer, (c, v) => c with { EmptyAnswer = v }),
        new ListProperty<RouteConfig, FailureClass>(
            "fallbackOn",
            new EnumFormat<FailureClass>(FailureClass.CallerFault),
            c => c.FallbackOn,
            (c, v) => c with { FallbackOn = v }),
        new ListProperty<RouteConfig, string>(
            "contentPolicyTargets",
            new TextFormat(),
            c => c.ContentPolicyTargets,
            (c, v) => c with { ContentPolicyTargets = v }),
        new ObjectProperty<RouteConfig, LimitsConfig>(
            "limits", AdmissionShapes.Limits, c => c.Limits, (c, v) => c with { Limits = v }),
        new ObjectProperty<RouteConfig, QueueConfig>("queue", AdmissionShapes.Queue, c => c.Queue, (c, v) => c with { Queue = v })
        {
            Switch = true,
        },
        new ObjectProperty<RouteConfig, HedgingConfig>(
            "hedging", TrafficShapes.Hedging, c => c.Hedging, (c, v) => c with { Hedging = v })
        {
            Switch = true,
        },
        new ObjectProperty<RouteConfig, MirrorConfig>("mirror", TrafficShapes.Mirror, c => c.Mirror, (c, v) => c with { Mirror = v })
        {
            Switch = true,
        },
        new ObjectProperty<RouteConfig, CacheConfig>("cache", TrafficShapes.Cache, c => c.Cache, (c, v) => c with { Cache = v })
        {
            Switch = true,
        });

    internal static ConfigShape<DefaultRoutesConfig> Defaults { get; } = new(
        () => new DefaultRoutesConfig(),
        new TextProperty<DefaultRoutesConfig>("chat", c => c.Chat, (c, v) => c with { Chat = v }),
        new TextProperty<DefaultRoutesConfig>("image", c => c.Image, (c, v) => c with { Image = v }));

    internal static ConfigShape<PinningConfig> Pinning { get; } = new(
        () => new PinningConfig(),
        new ValueProperty<PinningConfig, PinningMode>("mode", new EnumFormat<PinningMode>(), c => c.Mode, (c, v) => c with { Mode = v }),
        new TextProperty<PinningConfig>("lockFile", c => c.LockFile, (c, v) => c with { LockFile = v }));

    internal static ConfigShape<ProviderConfig> Provider { get; } = new ProviderShape();

    internal static ConfigShape<RouterConfig> Root { get; } = new(
        () => new RouterConfig(),
        new SchemaReferenceProperty(),
        new MapProperty<RouterConfig, ProviderConfig>(
            "providers", Provider, c => c.Providers, (c, v) => c with { Providers = v }),
        new MapProperty<RouterConfig, RouteConfig>("routes", Route, c => c.Routes, (c, v) => c with { Routes = v }),
        new ObjectProperty<RouterConfig, DefaultRoutesConfig>(
            "defaults", Defaults, c => c.Defaults, (c, v) => c with { Defaults = v }),
        new MapProperty<RouterConfig, TenantConfig>(
            "tenants", AdmissionShapes.Tenant, c => c.Tenants, (c, v) => c with { Tenants = v })
        {
            Comparer = StringComparer.Ordinal,
        },
        new ObjectProperty<RouterConfig, SessionsConfig>(
            "sessions", AdmissionShapes.Sessions, c => c.Sessions, (c, v) => c with { Sessions = v }),
        new ObjectListProperty<RouterConfig, BudgetConfig>(
            "budgets", AdmissionShapes.Budget, c => c.Budgets, (c, v) => c with { Budgets = v })
        {
            MayBeEmpty = true,
        },
        new ObjectListProperty<RouterConfig, PriceConfig>(
            "prices", TrafficShapes.PriceRow, c => c.Prices, (c, v) => c with { Prices = v })
        {
            MayBeEmpty = true,
        },
        new ObjectProperty<RouterConfig, PinningConfig>(
            "pinning", TrafficShapes.Pinning, c => c.Pinning, (c, v) => c with { Pinning = v }),
        new ObjectProperty<RouterConfig, AdmissionStoreConfig>(
            "store", AdmissionShapes.Store, c => c.Store, (c, v) => c with { Store = v }));
}

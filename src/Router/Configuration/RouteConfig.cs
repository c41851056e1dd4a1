using Router.Admission;
using Router.Caching;
using Router.Resilience;

namespace Router.Configuration;

/// <summary>One entry of <c>routes</c>.</summary>
public sealed record RouteConfig
{
    /// <summary>What the route is for. Default: chat.</summary>
    public RouteTask Task { get; init; } = RouteTask.Chat;

    /// <summary>The name of the strategy that orders the targets of each request. Default: <c>priority</c>, the order written.</summary>
    public string Strategy { get; init; } = RouteDefaults.Strategy;

    /// <summary>The targets; at least one.</summary>
    public IReadOnlyList<TargetConfig> Targets { get; init; } = [];

    /// <summary>How long a request may take.</summary>
    public TimeoutsConfig Timeouts { get; init; } = new();

    /// <summary>How a target is asked again.</summary>
    public RetryConfig Retry { get; init; } = new();

    /// <summary>How many attempts one request may make over all targets, retries included; 1 or more. Default: 4.</summary>
    public int MaxAttempts { get; init; } = RouteDefaults.MaxAttempts;

    /// <summary>When a streamed answer is handed on. Default: commit.</summary>
    public StreamMode StreamMode { get; init; } = StreamMode.Commit;

    /// <summary>What an empty answer is taken for. Default: fail.</summary>
    public EmptyAnswer EmptyAnswer { get; init; } = EmptyAnswer.Fail;

    /// <summary>
    /// Classes after which the next target is asked although the table says no. Only <see cref="FailureClass.CallerFault"/> can
    /// be listed. Default: none.
    /// </summary>
    public IReadOnlyList<FailureClass> FallbackOn { get; init; } = [];

    /// <summary>The names of the targets that may be asked after another refused the content. Default: none.</summary>
    public IReadOnlyList<string> ContentPolicyTargets { get; init; } = [];

    /// <summary>Limits over all targets of the route. Requests are counted once, however many attempts they take. Default: none.</summary>
    public LimitsConfig Limits { get; init; } = LimitsConfig.None;

    /// <summary>Where requests wait while Router's own limits refuse every target; null: they are refused at once. Default: null.</summary>
    public QueueConfig? Queue { get; init; }

    /// <summary>When a second target starts beside a slow one; null for never. Default: null.</summary>
    public HedgingConfig? Hedging { get; init; }

    /// <summary>The route that is asked the same in the background; null for none. Default: null.</summary>
    public MirrorConfig? Mirror { get; init; }

    /// <summary>Whether answers are kept and given again; null for never. Default: null.</summary>
    public CacheConfig? Cache { get; init; }
}

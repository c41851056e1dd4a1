namespace Router.Routing;

/// <summary>What a strategy may know of one request and of the targets as they are now. Valid during the call alone.</summary>
public readonly ref struct StrategyContext
{
    private readonly Route _route;
    private readonly Func<double> _random;
    private readonly IRequestSize _size;

    internal StrategyContext(Route route, string? affinity, Func<double> random, IRequestSize size)
    {
        _route = route;
        _random = random;
        _size = size;
        Affinity = affinity;
    }

    /// <summary>The route and its targets.</summary>
    public RouteInfo Route => _route.Info;

    /// <summary>What keeps requests together: the session or the conversation id; null where the request has none.</summary>
    public string? Affinity { get; }

    /// <summary>How long the request is, by estimate, in tokens; 0 where it is not known. Reading it measures the request.</summary>
    public long InputTokens => _size.InputTokens;

    /// <summary>How long the answer may become, by estimate, in tokens; 0 where it is not known.</summary>
    public long OutputTokens => _size.OutputTokens ?? 0;

    /// <summary>How many images are asked for; 0 where the request is none for images.</summary>
    internal int Images => _size.ImagesAsked;

    /// <summary>A number from 0 to below 1, from the router's own seeded source.</summary>
    public double Random() => _random();

    /// <summary>A target as it is now.</summary>
    /// <param name="index">Its index in <see cref="RouteInfo.Targets"/>.</param>
    public TargetState Target(int index) => new(_route.Targets[index]);
}

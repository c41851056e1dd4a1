using Polly;
using Router.Adapters;
using Router.Configuration;
using Router.Pricing;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing.Strategies;

/// <summary>A strategy over targets named a, b, c … on a manual clock, with seeded chance.</summary>
internal sealed class StrategyBench
{
    private readonly Size _size = new();
    private readonly ITargetStrategy _strategy;
    private readonly Route _route;
    private readonly int[] _order;

    internal StrategyBench(
        ITargetStrategy strategy,
        int targets,
        Func<double>? random = null,
        double[]? weights = null,
        double?[]? canaries = null,
        ModelPrice?[]? prices = null,
        TargetStatistics[]? statistics = null)
    {
        _strategy = strategy;
        Random = random ?? SeededRandom.Create(2718);
        MonotonicClock clock = new(Clock);
        HealthTracker provider = new(Health, clock);
        Targets =
        [
            .. Enumerable.Range(0, targets).Select(index => new RouteTarget
            {
                Info = new TargetInfo(Name(index), "p", "m" + index, null),
                Classifier = FailureClassifier.Default,
                Health = new TargetHealth(provider, new HealthTracker(Health, clock)),
                Statistics = statistics?[index] ?? new TargetStatistics(clock),
                Weight = weights?[index] ?? 1,
                Canary = canaries?[index],
                Price = prices?[index],
            }),
        ];
        RouteInfo info = new("route", RouteTask.Chat, strategy.Name, [.. Targets.Select(target => target.Info)]);
        _route = new Route(info, new RouteConfig(), Targets, strategy, ResiliencePipeline.Empty);
        _order = new int[targets];
    }

    private static HealthConfig Health { get; } = new() { RampDuration = TimeSpan.FromSeconds(60) };

    internal ManualTimeProvider Clock { get; } = new();

    internal Func<double> Random { get; }

    internal RouteTarget[] Targets { get; }

    internal TargetStatistics[] Statistics => [.. Targets.Select(target => target.Statistics)];

    internal TargetStatistics this[string target] => Targets.Single(candidate => candidate.Info.Name == target).Statistics;

    /// <summary>The names in the order in which one request asks them.</summary>
    internal string Order(string? affinity = null, long inputTokens = 0, long outputTokens = 0, int images = 0)
    {
        OrderQuietly(affinity, inputTokens, outputTokens, images);
        return string.Concat(_order.Select(Name));
    }

    /// <summary>The order last made, to be changed.</summary>
    internal Span<int> Scratch => _order;

    internal ReadOnlySpan<int> OrderQuietly(string? affinity = null, long inputTokens = 0, long outputTokens = 0, int images = 0)
    {
        for (int index = 0; index < _order.Length; index++)
        {
            _order[index] = index;
        }

        (_size.InputTokens, _size.OutputTokens, _size.ImagesAsked) = (inputTokens, (int)outputTokens, images);
        _strategy.Order(new StrategyContext(_route, affinity, Random, _size), _order);
        return _order;
    }

    /// <summary>How often each order, or each target at a place of it, comes in many requests.</summary>
    internal Dictionary<string, int> Count(int requests, Func<string, string> of, Func<int, string?>? affinity = null) => Enumerable.Range(0, requests)
        .Select(request => of(Order(affinity?.Invoke(request))))
        .CountBy(part => part)
        .ToDictionary();

    internal static string First(string order) => order[..1];

    private static string Name(int index) => ((char)('a' + index)).ToString();

    private sealed class Size : IRequestSize
    {
        public long InputTokens { get; set; }

        public int? OutputTokens { get; set; }

        public int ImagesAsked { get; set; }
    }
}

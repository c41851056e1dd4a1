using Router.Adapters;
using Router.Configuration;
using Router.Resilience;
using Router.TestKit;

using static Router.Resilience.FailureClass;
using static Router.Tests.Routing.ClassPlans;

namespace Router.Tests.Routing;

/// <summary>One budget of attempts and one of time, over the whole chain.</summary>
internal static class BudgetPlans
{
    internal static IEnumerable<RoutePlan> All { get; } =
    [
        new("attempts are counted over the chain", Fails("a", Transient), Fails("b", Transient), Fails("c", Transient), Ok("d"))
        {
            Route = new RouteConfig { MaxAttempts = 5 }, Error = Transient,
            Attempts = "a:Transient a:Transient b:Transient b:Transient c:Transient", Clock = (1, 1000),
        },
        new("one attempt is one attempt", Fails("a", Transient), Ok("b"))
        {
            Route = new RouteConfig { MaxAttempts = 1 }, Error = Transient, Attempts = "a:Transient",
        },
        new("tries are counted per target", Fails("a", Transient), Ok("b"))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 4 }, MaxAttempts = 9 },
            Answer = "b", Attempts = "a:Transient a:Transient a:Transient a:Transient b", Clock = (800, 2800),
        },
        new("backoff stays under its ceiling however many tries there are", Fails("a", Transient))
        {
            Route = new RouteConfig
            {
                Retry = new RetryConfig { TriesPerTarget = 80, BaseDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(2) },
                MaxAttempts = 80,
                Timeouts = new TimeoutsConfig { Total = TimeSpan.FromHours(1) },
            },
            Health = new HealthConfig { FailureRatio = 1, MinimumThroughput = 1000 },
            Error = Transient, Attempts = string.Join(' ', Enumerable.Repeat("a:Transient", 80)), Clock = (100_000, 158_000),
        },
        new("a backoff that may not fit is not begun", Fails("a", Transient), Ok("b"))
        {
            Route = new RouteConfig { Timeouts = new TimeoutsConfig { Total = TimeSpan.FromMilliseconds(400) } },
            Answer = "b", Attempts = "a:Transient b",
        },
        new("what may have been billed is not repeated on the same target",
            new TargetPlan("a", Failures.Of(Transient, inDoubt: true)), Ok("b"))
        {
            Answer = "b", Attempts = "a:Transient b",
        },
        new("nor after a stated wait", new TargetPlan("a", Failures.Of(RateLimited, retryAfter: 1, inDoubt: true)))
        {
            Error = RateLimited, Attempts = "a:RateLimited", Shut = "a:1", RetryAfter = TimeSpan.FromSeconds(1),
        },
        new("a silent target leaves time for another", new TargetPlan("a", ScriptedTurn.Hang()), Ok("b"))
        {
            Route = new RouteConfig { Timeouts = new TimeoutsConfig { Total = TimeSpan.FromSeconds(60), FirstToken = TimeSpan.FromSeconds(30) } },
            Answer = "b", Attempts = "a:Timeout b", Clock = (30_000, 30_002),
        },
        new("the time of all attempts together ends the request",
            new TargetPlan("a", ScriptedTurn.Hang()), new TargetPlan("b", ScriptedTurn.Hang()), Ok("c"))
        {
            Route = new RouteConfig { Timeouts = new TimeoutsConfig { Total = TimeSpan.FromSeconds(40), FirstToken = TimeSpan.FromSeconds(30), Attempt = TimeSpan.FromSeconds(30) } },
            Error = FailureClass.Timeout, Attempts = "a:Timeout b:Timeout", Clock = (40_000, 40_002),
        },
        new("an attempt that ends the request early is not held against its target",
            new TargetPlan("a", ScriptedTurn.Hang()), new TargetPlan("b", ScriptedTurn.Hang()))
        {
            Route = new RouteConfig { Timeouts = new TimeoutsConfig { Total = TimeSpan.FromSeconds(40), FirstToken = TimeSpan.FromSeconds(30), Attempt = TimeSpan.FromSeconds(30) } },
            Health = new HealthConfig { MinimumThroughput = 1, FailureRatio = 0.1, BreakDuration = TimeSpan.FromSeconds(100) },
            Error = FailureClass.Timeout, Attempts = "a:Timeout b:Timeout", Clock = (40_000, 40_002), Shut = "a:90",
        },
        new("a classifier that throws ends nothing", Fails("a", Transient) with { Classifier = new ThrowingClassifier(), Turns = [ScriptedTurn.Fail(new Adapters.ProviderException("odd"))] }, Ok("b"))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 1 } }, Answer = "b", Attempts = "a:Transient b",
        },
    ];

    private sealed class ThrowingClassifier : FailureClassifier
    {
        protected override Failure ClassifyResponse(Adapters.ProviderException exception) => throw new InvalidOperationException("broken");
    }
}

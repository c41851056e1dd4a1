using Router.Configuration;
using Router.Resilience;
using Router.TestKit;

using static Router.Resilience.FailureClass;
using static Router.Tests.Routing.ClassPlans;

namespace Router.Tests.Routing;

/// <summary>What a provider says of waiting, and when Router waits.</summary>
internal static class WaitPlans
{
    internal static IEnumerable<RoutePlan> All { get; } =
    [
        new("a stated wait cools the target while another answers", Limited("a", 30), Ok("b"))
        {
            Answer = "b", Attempts = "a:RateLimited b", Shut = "a:30",
        },
        new("a wait without a stated time is the configured one", Fails("a", RateLimited), Ok("b"))
        {
            Health = new HealthConfig { RateLimitCooldown = TimeSpan.FromSeconds(9) }, Answer = "b", Attempts = "a:RateLimited b", Shut = "a:9",
        },
        new("where nobody else is ready the stated wait is kept, with jitter upward only", Limited("a", 10))
        {
            // Half of the tenth that jitter may add, and the margin.
            Answer = "a", Attempts = "a:RateLimited a", Clock = (10_500, 10_510),
        },
        new("the soonest of several is waited for", Limited("a", 20), Limited("b", 5))
        {
            Answer = "b", Attempts = "a:RateLimited b:RateLimited b", Shut = "a:14.745", Clock = (5_250, 5_260),
        },
        new("a stated wait of zero has a floor", Limited("a", 0)) { Answer = "a", Attempts = "a:RateLimited a", Clock = (100, 115) },
        new("a negative wait has a floor", Limited("a", -5)) { Answer = "a", Attempts = "a:RateLimited a", Clock = (100, 115) },
        new("a stated wait longer than the time left is not begun, and the target cools", Limited("a", 200))
        {
            Error = RateLimited, Attempts = "a:RateLimited", Shut = "a:200", RetryAfter = TimeSpan.FromSeconds(200),
        },
        new("a wait that jitter might carry past the end is not begun", Limited("a", 99))
        {
            Error = RateLimited, Attempts = "a:RateLimited", Shut = "a:99", RetryAfter = TimeSpan.FromSeconds(99),
        },
        new("a transient failure with a stated wait keeps it", new TargetPlan("a", Failures.Of(Transient, retryAfter: 3), ScriptedTurn.Text("a")))
        {
            Answer = "a", Attempts = "a:Transient a", Clock = (3_150, 3_160),
        },
        new("a wait stated by the first attempt does not steer the second",
            new TargetPlan("a", Failures.Of(Transient, retryAfter: 3), Failures.Of(Transient), ScriptedTurn.Text("a")))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 3 } },
            Answer = "a", Attempts = "a:Transient a:Transient a", Clock = (3_160, 4_200),
        },
        new("an endless stated wait overflows nothing", new TargetPlan("a", ScriptedTurn.Fail(
            new Adapters.ProviderException("failed") { Class = RateLimited, RetryAfter = TimeSpan.MaxValue })), Ok("b"))
        {
            Answer = "b", Attempts = "a:RateLimited b", Shut = "a:" + FormattableString.Invariant($"{TimeSpan.MaxValue.TotalSeconds:0.###}"),
        },
        new("an endless stated wait of the only target ends the request", new TargetPlan("a", ScriptedTurn.Fail(
            new Adapters.ProviderException("failed") { Class = RateLimited, RetryAfter = TimeSpan.MaxValue })))
        {
            Error = RateLimited, Attempts = "a:RateLimited", RetryAfter = TimeSpan.MaxValue,
            Shut = "a:" + FormattableString.Invariant($"{TimeSpan.MaxValue.TotalSeconds:0.###}"),
        },
        new("no wait is stated where another target is ready at once", Limited("a", 50), Fails("b", Malformed))
        {
            Route = new RouteConfig { MaxAttempts = 2 }, Error = RateLimited, Attempts = "a:RateLimited b:Malformed", Shut = "a:50",
        },
        new("no wait is stated where the request itself is wrong", Limited("a", 50), Fails("b", CallerFault))
        {
            Error = CallerFault, Attempts = "a:RateLimited b:CallerFault", Shut = "a:50",
        },
    ];

    private static TargetPlan Limited(string name, double seconds) =>
        new(name, Failures.Of(RateLimited, retryAfter: seconds), ScriptedTurn.Text(name));
}

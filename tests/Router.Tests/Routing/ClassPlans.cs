using Router.Configuration;
using Router.Resilience;
using Router.TestKit;
using static Router.Resilience.FailureClass;

namespace Router.Tests.Routing;

/// <summary>The class table: what follows a failure of each class.</summary>
internal static class ClassPlans
{
    // One failure may open a breaker only where that is what a plan looks for.
    private static readonly HealthConfig Touchy = new() { MinimumThroughput = 1, FailureRatio = 0.1 };
    private static readonly RouteConfig OneTry = new() { Retry = new RetryConfig { TriesPerTarget = 1 } };

    internal static IEnumerable<RoutePlan> All { get; } =
    [
        new("a good answer is handed on", Ok("a"), Ok("b")) { Answer = "a", Attempts = "a" },

        // Retry on the same target.
        Once("Transient is asked again with backoff", Transient) with { Attempts = "a:Transient a", Clock = (1, 400) },
        Once("Capacity is asked again once", Capacity) with { Attempts = "a:Capacity a", Clock = (1, 400) },
        new("Capacity is asked again only once however many tries there are", Fails("a", Capacity), Ok("b"))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 5 }, MaxAttempts = 9 },
            Answer = "b", Attempts = "a:Capacity a:Capacity b", Clock = (1, 400),
        },
        new("Capacity with a stated wait is asked again only once too", new TargetPlan("a", Failures.Of(Capacity, retryAfter: 1)))
        {
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 5 }, MaxAttempts = 9 },
            Error = Capacity, Attempts = "a:Capacity a:Capacity", Shut = "a:1", RetryAfter = TimeSpan.FromSeconds(1), Clock = (1000, 1200),
        },
        new("Transient moves on when its tries are spent", Fails("a", Transient), Ok("b"))
        {
            Answer = "b", Attempts = "a:Transient a:Transient b", Clock = (1, 400),
        },
        .. new[] { RateLimited, QuotaExhausted, Credential, ModelGone, FailureClass.Timeout, Malformed }.Select(failure =>
            new RoutePlan($"{failure} moves on at once", Fails("a", failure), Ok("b"))
            {
                Answer = "b", Attempts = $"a:{failure} b", Shut = failure switch
                {
                    RateLimited => "a:5",
                    QuotaExhausted or Credential or ModelGone => "a:300",
                    _ => "",
                },
            }),

        // Where no other target is.
        .. new[] { QuotaExhausted, Credential, ModelGone }.Select(failure =>
            new RoutePlan($"{failure} is never asked again", Fails("a", failure))
            {
                Error = failure, Attempts = $"a:{failure}", Shut = "a:300", RetryAfter = TimeSpan.FromMinutes(5),
            }),
        .. new[] { ContextTooLong, ContentPolicy, CallerFault, FailureClass.Timeout, Malformed }.Select(failure =>
            new RoutePlan($"{failure} is never asked again", Fails("a", failure)) { Error = failure, Attempts = $"a:{failure}" }),

        // Where the next target is not asked.
        new("CallerFault stops", Fails("a", CallerFault), Ok("b")) { Error = CallerFault, Attempts = "a:CallerFault" },
        new("CallerFault moves on where the route opts in", Fails("a", CallerFault), Ok("b"))
        {
            Route = new RouteConfig { FallbackOn = [CallerFault] }, Answer = "b", Attempts = "a:CallerFault b",
        },
        new("ContentPolicy stops where nothing is listed", Fails("a", ContentPolicy), Ok("b"))
        {
            Error = ContentPolicy, Attempts = "a:ContentPolicy", Skipped = "b:NotListedForContent",
        },
        new("ContentPolicy moves on to listed targets alone", Fails("a", ContentPolicy), Ok("b"), Ok("c") with { Listed = true })
        {
            Answer = "c", Attempts = "a:ContentPolicy c", Skipped = "b:NotListedForContent",
        },
        new("after ContentPolicy a transient failure does not widen the choice",
            Fails("a", ContentPolicy), Fails("b", Malformed) with { Listed = true }, Ok("c"))
        {
            Error = ContentPolicy, Attempts = "a:ContentPolicy b:Malformed", Skipped = "c:NotListedForContent",
        },
        new("a provider's own cancellation is a timeout",
            new TargetPlan("a", ScriptedTurn.Fail(new OperationCanceledException("theirs"))), Ok("b"))
        {
            Answer = "b", Attempts = "a:Timeout b",
        },
        new("a class Cancelled that the caller knows nothing of is a timeout", Fails("a", Cancelled), Ok("b"))
        {
            Answer = "b", Attempts = "a:Timeout b",
        },

        // Health: with a breaker that one failure opens, only what counts opens it.
        .. new[] { Transient, Capacity, FailureClass.Timeout, Malformed }.Select(failure =>
            new RoutePlan($"{failure} counts", Fails("a", failure), Ok("b"))
            {
                Route = OneTry, Health = Touchy, Answer = "b", Attempts = $"a:{failure} b", Shut = "a:15",
            }),
        .. new[] { ContextTooLong, ContentPolicy, CallerFault }.Select(failure =>
            new RoutePlan($"{failure} harms no health", Fails("a", failure))
            {
                Route = OneTry, Health = Touchy, Error = failure, Attempts = $"a:{failure}",
            }),
        new("a refused credential shuts all targets of its provider",
            new TargetPlan("a", Failures.Of(Credential, status: 401)) { Provider = "p" }, Ok("b") with { Provider = "p" }, Ok("c"))
        {
            Answer = "c", Attempts = "a:Credential c", Skipped = "b:Cooling", Shut = "a:300 b:300",
        },
        new("a forbidden model shuts itself alone",
            new TargetPlan("a", Failures.Of(Credential, status: 403)) { Provider = "p" }, Ok("b") with { Provider = "p" })
        {
            Answer = "b", Attempts = "a:Credential b", Shut = "a:300",
        },
        new("a spent quota shuts all targets of its provider",
            new TargetPlan("a", Failures.Of(QuotaExhausted)) { Provider = "p" }, Ok("b") with { Provider = "p" }, Ok("c"))
        {
            Answer = "c", Attempts = "a:QuotaExhausted c", Skipped = "b:Cooling", Shut = "a:300 b:300",
        },
        new("a missing model shuts itself alone", Fails("a", ModelGone) with { Provider = "p" }, Ok("b") with { Provider = "p" })
        {
            Answer = "b", Attempts = "a:ModelGone b", Shut = "a:300",
        },
        new("a spent quota cools until the stated time", new TargetPlan("a", Failures.Of(QuotaExhausted, retryAfter: 7200)), Ok("b"))
        {
            Answer = "b", Attempts = "a:QuotaExhausted b", Shut = "a:7200",
        },

        // The most telling failure.
        new("the most telling failure is reported, not the last", Fails("a", Credential), Fails("b", Malformed), Fails("c", FailureClass.Timeout))
        {
            Error = Credential, Attempts = "a:Credential b:Malformed c:Timeout", Shut = "a:300",
        },
        new("an empty answer is malformed", new TargetPlan("a", ScriptedTurn.Text("")), Ok("b")) { Answer = "b", Attempts = "a:Malformed b" },
        new("no updates at all are malformed", new TargetPlan("a", new ScriptedTurn()), Ok("b")) { Answer = "b", Attempts = "a:Malformed b" },
    ];

    internal static TargetPlan Ok(string name) => new(name, ScriptedTurn.Text(name));

    internal static TargetPlan Fails(string name, FailureClass failureClass) => new(name, Failures.Of(failureClass));

    private static RoutePlan Once(string name, FailureClass failureClass) =>
        new(name, new TargetPlan("a", Failures.Of(failureClass), ScriptedTurn.Text("a")), Ok("b")) { Answer = "a" };
}

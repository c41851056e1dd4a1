using static Router.Tests.Configuration.Given;

namespace Router.Tests.Configuration;

/// <summary>The faults of shares, hedging, mirrors, caches, queues and pins, in the form of <see cref="ErrorCases"/>.</summary>
internal static class TrafficErrorCases
{
    private const string One = "{ \"provider\": \"p\", \"model\": \"m\" }";
    private const string Two = One + ", { \"provider\": \"p\", \"model\": \"n\" }";

    internal static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> All =>
        [.. Shares, .. Hedging, .. Mirrors, .. Others];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Shares =>
    [
        (TargetWith("\"weight\": §2"), "routes.r.targets[0].weight",
            "'weight' has an effect under the strategy 'weighted' alone, and this route's is 'priority'.", null),
        (TargetWith("\"weight\": §1"), "routes.r.targets[0].weight",
            "'weight' has an effect under the strategy 'weighted' alone, and this route's is 'priority'.", null),
        (TargetWith("\"weight\": §-1"), "routes.r.targets[0].weight", "must be 0 to 1000000.", null),
        (TargetWith("\"weight\": §1e308"), "routes.r.targets[0].weight", "must be 0 to 1000000.", null),
        (Strategy("weighted", "§[ { \"provider\": \"p\", \"model\": \"m\", \"weight\": 0 }, { \"provider\": \"p\", \"model\": \"n\", \"weight\": 0 } ]"),
            "routes.r.targets", "every 'weight' is 0, so that nobody would be asked; one must be above 0.", null),
        (TargetWith("\"canary\": §0.1"), "routes.r.targets[0].canary",
            "'canary' has an effect under the strategy 'canary' alone, and this route's is 'priority'.", null),
        (TargetWith("\"canary\": §0"), "routes.r.targets[0].canary", "must be above 0 and below 1.", null),
        (TargetWith("\"canary\": §1"), "routes.r.targets[0].canary", "must be above 0 and below 1.", null),
        (Strategy("canary", $"§[ {Two} ]"), "routes.r.targets",
            "the strategy 'canary' needs a target with a 'canary' share, such as 0.05.", null),
        (Strategy("Canary", "§[ { \"provider\": \"p\", \"model\": \"m\", \"canary\": 0.5 } ]"), "routes.r.targets",
            "the strategy 'canary' needs a target without a 'canary' share, which keeps the rest.", null),
        (Strategy("canary", "§[ " + string.Concat(Enumerable.Range(0, 10).Select(index => $$"""{ "provider": "p", "model": "{{index}}", "canary": 0.1 }, """))
            + One + " ]"), "routes.r.targets", "the 'canary' shares come to 1; together they must stay below 1.", null),
        (TargetWith("\"pinning\": §\"strickt\""), "routes.r.targets[0].pinning",
            "'strickt' is not one of 'off', 'warn', 'strict'.", "strict"),
        (Provider("{ \"type\": \"openai\", \"health\": { \"rampDuration\": §\"-00:00:01\" } }"), "providers.p.health.rampDuration",
            "must be 00:00:00 to 1.00:00:00.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Hedging =>
    [
        (RouteWith("\"hedging\": §{ }"), "routes.r.hedging", "hedging needs a second target to ask, and this route has one.", null),
        (Route($"{{ \"task\": \"image\", \"hedging\": §{{ }}, \"targets\": [ {Two} ] }}"), "routes.r.hedging",
            "hedging pays twice for images; it is for chat alone.", null),
        (Hedged("\"delay\": §\"00:00:00\""), "routes.r.hedging.delay", "must be above 00:00:00 and at most 1.00:00:00.", null),
        (Hedged("\"delay\": §\"00:05:00\""), "routes.r.hedging.delay", "must not be longer than 'total', which is 00:01:40.", null),
        (Hedged("\"percentile\": §0"), "routes.r.hedging.percentile", "must be above 0 and below 1.", null),
        (Hedged("\"percentile\": §1"), "routes.r.hedging.percentile", "must be above 0 and below 1.", null),
        (Hedged("\"percentile\": §95"), "routes.r.hedging.percentile", "must be above 0 and below 1.", null),
        (Hedged("\"maxHedges\": §0"), "routes.r.hedging.maxHedges", "must be 1 to 3.", null),
        (Hedged("\"maxHedges\": §4"), "routes.r.hedging.maxHedges", "must be 1 to 3.", null),
        (Hedged("\"maxHedges\": §2"), "routes.r.hedging.maxHedges",
            "must not be more than the other targets of this route, of which there is 1.", null),
        (Route($"{{ \"maxAttempts\": 1, \"hedging\": {{ \"maxHedges\": §1 }}, \"targets\": [ {Two} ] }}"), "routes.r.hedging.maxHedges",
            "must be below 'maxAttempts', which is 1: a hedge is an attempt beside the first.", null),
        (Route($"{{ \"timeouts\": {{ \"attempt\": \"00:00:01\" }}, \"hedging\": {{ \"delay\": §\"00:00:03\" }}, \"targets\": [ {Two} ] }}"),
            "routes.r.hedging.delay", "must not be longer than 'attempt', which is 00:00:01.", null),
        (Hedged("§\"dealy\": \"00:00:01\""), "routes.r.hedging.dealy", "there is no property 'dealy' here.", "delay"),
        (RouteWith("\"hedging\": §true"), "routes.r.hedging", "must be an object, not true or false.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Mirrors =>
    [
        (Mirrored("§{ }"), "routes.r.mirror.route", "'route' is missing.", null),
        (Mirrored("§5"), "routes.r.mirror", "must be an object, not a number.", null),
        (Mirrored("{ \"route\": §\"\" }"), "routes.r.mirror.route", "must not be empty.", null),
        (Mirrored("{ \"route\": §\"R\" }"), "routes.r.mirror.route", "a route cannot be its own mirror.", null),
        (Mirrored("{ \"route\": §\"othr\" }"), "routes.r.mirror.route", "no route is named 'othr'.", "other"),
        (Mirrored("{ \"route\": §\"picture\" }"), "routes.r.mirror.route",
            "'picture' is a route for 'image', not for 'chat'.", null),
        (RouteWith("\"task\": \"image\", \"mirror\": §{ \"route\": \"r\" }"), "routes.r.mirror",
            "requests of chat alone are mirrored, and this route makes images.", null),
        (Mirrored("{ \"route\": §\"chained\" }"), "routes.r.mirror.route",
            "'chained' has a mirror itself; a mirrored request is not mirrored again.", null),
        (Mirrored("{ \"route\": \"other\", \"share\": §0 }"), "routes.r.mirror.share", "must be above 0 and at most 1.", null),
        (Mirrored("{ \"route\": \"other\", \"share\": §1.1 }"), "routes.r.mirror.share", "must be above 0 and at most 1.", null),
        (Mirrored("{ \"route\": \"other\", \"concurrency\": §0 }"), "routes.r.mirror.concurrency", "must be 1 or more.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Others =>
    [
        (RouteWith("\"task\": \"image\", \"cache\": §{ }"), "routes.r.cache",
            "answers are kept for chat alone, and this route makes images.", null),
        (RouteWith("\"cache\": { \"duration\": §\"00:00:00\" }"), "routes.r.cache.duration",
            "must be above 00:00:00 and at most 31.00:00:00.", null),
        (RouteWith("\"cache\": { \"duration\": §\"32.00:00:00\" }"), "routes.r.cache.duration",
            "must be above 00:00:00 and at most 31.00:00:00.", null),
        (RouteWith("\"cache\": { \"tools\": §1 }"), "routes.r.cache.tools", "must be true or false, not a number.", null),
        (RouteWith("\"queue\": { \"limit\": §0 }"), "routes.r.queue.limit", "must be 1 or more.", null),
        (RouteWith("\"queue\": { \"timeout\": §\"1.00:00:01\" }"), "routes.r.queue.timeout",
            "must be above 00:00:00 and at most 1.00:00:00.", null),
        (RouteWith("\"queue\": { \"timeout\": §\"00:01:41\" }"), "routes.r.queue.timeout",
            "must not be longer than 'total', which is 00:01:40.", null),
        (Beside("\"pinning\": { \"mode\": §\"on\" }"), "pinning.mode", "'on' is not one of 'off', 'warn', 'strict'.", null),
        (Beside("\"pinning\": { \"lockFile\": §\"\" }"), "pinning.lockFile", "must not be empty.", null),
        (Beside("\"pinning\": { §\"lockfile\": \"x\" }"), "pinning.lockfile", "there is no property 'lockfile' here.", "lockFile"),
        (Beside("\"pinning\": §\"strict\""), "pinning", "must be an object, not a text.", null),
    ];

    private static string Strategy(string strategy, string targets) =>
        Route($$"""{ "strategy": "{{strategy}}", "targets": {{targets}} }""");

    private static string Hedged(string property) => Route($"{{ \"hedging\": {{ {property} }}, \"targets\": [ {Two} ] }}");

    private static string Mirrored(string mirror) => $$"""
        { "providers": { "p": { "type": "openai" } },
          "routes": {
            "r": { "mirror": {{mirror}}, "targets": [ {{One}} ] },
            "other": { "targets": [ {{One}} ] },
            "chained": { "mirror": { "route": "other" }, "targets": [ {{One}} ] },
            "picture": { "task": "image", "targets": [ {{One}} ] } } }
        """;
}

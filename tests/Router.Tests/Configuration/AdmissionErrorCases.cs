using static Router.Tests.Configuration.Given;

namespace Router.Tests.Configuration;

/// <summary>The faults of limits, budgets, prices and stores, in the form of <see cref="ErrorCases"/>.</summary>
internal static class AdmissionErrorCases
{
    private const string NothingLimited =
        "this budget limits nothing; it needs at least one of 'limit', 'maxCalls', 'maxSteps' and 'alarm'.";

    internal static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> All =>
        [.. Limits, .. Budgets, .. Matches, .. SoftRoutes, .. Prices, .. Store];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Limits =>
    [
        (Provider("{ \"type\": \"openai\", \"limits\": { §\"requestPerMinute\": 1 } }"), "providers.p.limits.requestPerMinute",
            "there is no property 'requestPerMinute' here.", "requestsPerMinute"),
        (Provider("{ \"type\": \"openai\", \"limits\": §300 }"), "providers.p.limits", "must be an object, not a number.", null),
        (Provider("{ \"type\": \"openai\", \"learnLimits\": §\"no\" }"), "providers.p.learnLimits",
            "must be true or false, not a text.", null),
        (Limit("\"requestsPerMinute\": §0"), "routes.r.limits.requestsPerMinute", "must be above 0.", null),
        (Limit("\"requestsPerMinute\": §-5"), "routes.r.limits.requestsPerMinute", "must be above 0.", null),
        (Limit("\"requestsPerMinute\": §1e400"), "routes.r.limits.requestsPerMinute", "is too large a number.", null),
        (Limit("\"requestsPerMinute\": §1e-400"), "routes.r.limits.requestsPerMinute", "is too close to zero.", null),
        (Limit("\"requestsPerMinute\": §\"NaN\""), "routes.r.limits.requestsPerMinute", "must be a number, not a text.", null),
        (Limit("\"requestsPerMinute\": 60, \"requestBurst\": §0"), "routes.r.limits.requestBurst", "must be 1 or more.", null),
        (Limit("\"requestsPerMinute\": 60, \"requestBurst\": §0.5"), "routes.r.limits.requestBurst",
            "must be a whole number that is not too large.", null),
        (Limit("\"requestsPerDay\": §0"), "routes.r.limits.requestsPerDay", "must be 1 or more.", null),
        (Limit("\"tokensPerMinute\": §0"), "routes.r.limits.tokensPerMinute", "must be 1 or more.", null),
        (Limit("\"tokensPerDay\": §9223372036854775808"), "routes.r.limits.tokensPerDay",
            "must be a whole number that is not too large.", null),
        (Limit("\"concurrency\": §0"), "routes.r.limits.concurrency", "must be 1 or more.", null),
        (Limit("\"onStoreFailure\": §\"open\""), "routes.r.limits.onStoreFailure",
            "'open' is not one of 'localShare', 'closed'.", null),
        (Limit("\"onStoreFailure\": §\"localShare\""), "routes.r.limits.onStoreFailure", "'onStoreFailure' needs a limit beside it.", null),
        (TopLevel("\"tenants\": { \"t\": { \"limits\": { \"neuronsPerDay\": §10 } } }"), "tenants.t.limits.neuronsPerDay",
            "Workers AI alone counts neurons, and no provider here is of that type; 'neuronsPerDay' would never take effect.", null),
        (TopLevel("\"sessions\": { \"limits\": { \"neuronsPerMinute\": §10 } }"), "sessions.limits.neuronsPerMinute",
            "Workers AI alone counts neurons, and no provider here is of that type; 'neuronsPerMinute' would never take effect.", null),
        (Limit("\"requestBurst\": §5"), "routes.r.limits.requestBurst", "'requestBurst' needs 'requestsPerMinute' beside it.", null),
        (Limit("\"tokenBurst\": §5, \"tokensPerDay\": 9"), "routes.r.limits.tokenBurst",
            "'tokenBurst' needs 'tokensPerMinute' beside it.", null),
        (Provider("{ \"type\": \"openai\", \"limits\": { \"requestBurst\": §5 } }"), "providers.p.limits.requestBurst",
            "'requestBurst' needs 'requestsPerMinute' beside it.", null),
        (TargetWith("\"limits\": { \"tokenBurst\": §5 }"), "routes.r.targets[0].limits.tokenBurst",
            "'tokenBurst' needs 'tokensPerMinute' beside it.", null),
        (Beside("\"tenants\": { \"a b\": { \"limits\": { \"neuronBurst\": §5 } } }"), "tenants['a b'].limits.neuronBurst",
            "'neuronBurst' needs 'neuronsPerMinute' beside it.", null),
        (Beside("\"sessions\": { \"limits\": { \"requestBurst\": §5 } }"), "sessions.limits.requestBurst",
            "'requestBurst' needs 'requestsPerMinute' beside it.", null),
        (Beside("\"tenants\": { \"\": §{ } }"), "tenants['']", "the name must not be empty.", null),
        (Beside("\"tenants\": §[ ]"), "tenants", "must be an object, not a list.", null),
        (Beside("\"tenants\": { \"t\": { §\"limit\": { } } }"), "tenants.t.limit", "there is no property 'limit' here.", "limits"),
        (Beside("\"sessions\": { §\"requestsPerMinute\": 5 }"), "sessions.requestsPerMinute",
            "there is no property 'requestsPerMinute' here. Known here: 'limits'.", null),
        (Provider("{ \"type\": \"openai\", \"limits\": { \"neuronsPerDay\": §10000 } }"), "providers.p.limits.neuronsPerDay",
            "Workers AI alone counts neurons, and this is a provider of the type 'openai'; 'neuronsPerDay' would never take effect.", null),
        (TargetWith("\"limits\": { \"neuronsPerMinute\": §10 }"), "routes.r.targets[0].limits.neuronsPerMinute",
            "Workers AI alone counts neurons, and 'p' is another provider; 'neuronsPerMinute' would never take effect.", null),
        (Route("{ \"targets\": [ { \"provider\": \"mine\", \"model\": \"m\", \"limits\": { \"neuronsPerDay\": §10 } } ] }"),
            "routes.r.targets[0].limits.neuronsPerDay",
            "Workers AI alone counts neurons, and 'mine' is another provider; 'neuronsPerDay' would never take effect.", null),
        (Limit("\"neuronsPerDay\": §10"), "routes.r.limits.neuronsPerDay",
            "Workers AI alone counts neurons, and no target of this route is at Workers AI; 'neuronsPerDay' would never take effect.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Budgets =>
    [
        (Beside("\"budgets\": §{ \"name\": \"b\" }"), "budgets", "must be a list, not an object.", null),
        (Beside("\"budgets\": [ §5 ]"), "budgets[0]", "must be an object, not a number.", null),
        (Beside("\"budgets\": [ §{ \"limit\": 1 } ]"), "budgets[0].name", "'name' is missing.", null),
        (Beside("\"budgets\": [ { \"name\": §\" \", \"limit\": 1 } ]"), "budgets[0].name", "must not be empty.", null),
        (Beside("\"budgets\": [ §{ \"name\": \"b\" } ]"), "budgets[0]", NothingLimited, null),
        (Beside("\"budgets\": [ §{ \"name\": \"b\", \"limit\": null } ]"), "budgets[0]", NothingLimited, null),
        (Beside("\"budgets\": [ { \"name\": \"b\", \"limit\": 1 }, { \"name\": §\"B\", \"maxCalls\": 1 } ]"), "budgets[1].name",
            "budgets[0] is named 'B' too; names of budgets must differ, by more than case.", null),
        (BudgetWith("§\"limt\": 5"), "budgets[0].limt", "there is no property 'limt' here.", "limit"),
        (BudgetWith("\"scope\": §\"tennant\""), "budgets[0].scope",
            "'tennant' is not one of 'all', 'provider', 'target', 'route', 'tenant', 'session', 'agent'.", "tenant"),
        (BudgetWith("\"window\": §\"week\""), "budgets[0].window", "'week' is not one of 'day', 'month', 'rolling', 'total'.", null),
        (BudgetWith("\"unknownPrice\": §\"ignore\""), "budgets[0].unknownPrice", "'ignore' is not one of 'refuse', 'allow'.", null),
        (BudgetWith("\"softShare\": §0"), "budgets[0].softShare", "must be above 0 and at most 1.", null),
        (BudgetWith("\"softShare\": §80"), "budgets[0].softShare", "must be above 0 and at most 1.", null),
        (Budget("\"limit\": §-0.01"), "budgets[0].limit", "must be 0 to 1000000000.", null),
        (Budget("\"limit\": §1000000000.01"), "budgets[0].limit", "must be 0 to 1000000000.", null),
        (Budget("\"limit\": §1e400"), "budgets[0].limit", "is too large a number.", null),
        (Budget("\"limit\": §1e-400"), "budgets[0].limit", "is too close to zero.", null),
        (Budget("\"limit\": §\"5\""), "budgets[0].limit", "must be a number, not a text.", null),
        (Budget("\"maxCalls\": §-1"), "budgets[0].maxCalls", "must be 0 or more.", null),
        (Budget("\"maxSteps\": §1.5"), "budgets[0].maxSteps", "must be a whole number that is not too large.", null),
        (Budget("\"alarm\": §{ }"), "budgets[0].alarm.amount", "'amount' is missing.", null),
        (Budget("\"alarm\": §20"), "budgets[0].alarm", "must be an object, not a number.", null),
        (Budget("\"alarm\": { \"amount\": §0 }"), "budgets[0].alarm.amount", "must be above 0 and at most 1000000000.", null),
        (Budget("\"alarm\": { \"amount\": 1, \"period\": §\"00:00:59\" }"), "budgets[0].alarm.period",
            "must be 00:01:00 to 31.00:00:00.", null),
        (BudgetWith("\"window\": \"rolling\"").Replace("{ \"name\": \"b\"", "§{ \"name\": \"b\"", StringComparison.Ordinal),
            "budgets[0].period", "'period' is missing: the window 'rolling' needs it, such as 1.00:00:00 for the last day.", null),
        (BudgetWith("\"window\": \"day\", \"period\": §\"01:00:00\""), "budgets[0].period",
            "'period' belongs to the window 'rolling' alone; write \"window\": \"rolling\", or leave it out.", null),
        (BudgetWith("\"window\": \"rolling\", \"period\": §\"00:00:30\""), "budgets[0].period",
            "must be 00:01:00 to 366.00:00:00.", null),
        (BudgetWith("\"window\": \"rolling\", \"period\": §\"367.00:00:00\""), "budgets[0].period",
            "must be 00:01:00 to 366.00:00:00.", null),
        (Budget("\"maxCalls\": 1, \"softShare\": §0.8"), "budgets[0].softShare",
            "'softShare' needs 'limit' beside it: without one it has no effect.", null),
        (Budget("\"maxCalls\": 1, \"softRoute\": §\"soft\""), "budgets[0].softRoute",
            "'softRoute' needs 'limit' beside it: without one it has no effect.", null),
        (Budget("\"maxCalls\": 1, \"unknownPrice\": §\"allow\""), "budgets[0].unknownPrice",
            "'unknownPrice' needs 'limit' beside it: without one it has no effect.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Matches =>
    [
        (BudgetWith("\"match\": §\"r\""), "budgets[0].match",
            "'match' has no meaning for the scope 'all'; write a 'scope', or leave it out.", null),
        (BudgetWith("\"scope\": \"provider\", \"match\": §\"pp\""), "budgets[0].match", "no provider is named 'pp'.", "p"),
        (BudgetWith("\"scope\": \"provider\", \"match\": §\"azure\""), "budgets[0].match",
            "no provider is named 'azure'. Known here: 'mine', 'p', 'w'.", null),
        (BudgetWith("\"scope\": \"route\", \"match\": §\"sfot\""), "budgets[0].match", "no route is named 'sfot'.", "soft"),
        (BudgetWith("\"scope\": \"target\", \"match\": §\"r/secnod\""), "budgets[0].match",
            "no target is named 'r/secnod', written as route/target.", "r/second"),
        (BudgetWith("\"scope\": \"target\", \"match\": §\"second\""), "budgets[0].match",
            "no target is named 'second', written as route/target.", "r/second"),
        (BudgetWith("\"scope\": \"tenant\", \"match\": §\"\""), "budgets[0].match", "must not be empty.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> SoftRoutes =>
    [
        (BudgetWith("\"softRoute\": §\"sotf\""), "budgets[0].softRoute", "no route is named 'sotf'.", "soft"),
        (BudgetWith("\"scope\": \"route\", \"match\": \"R\", \"softRoute\": §\"r\""), "budgets[0].softRoute",
            "'r' is the very route this budget is for; name another.", null),
        (BudgetWith("\"scope\": \"target\", \"match\": \"r/second\", \"softRoute\": §\"r\""), "budgets[0].softRoute",
            "has no effect on a budget of a provider or a target: give the budget another scope, such as route.", null),
        (BudgetWith("\"scope\": \"route\", \"match\": \"r\", \"softRoute\": §\"i\""), "budgets[0].softRoute",
            "'i' is a route for 'image', not for 'chat'.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Prices =>
    [
        (Beside("\"prices\": §{ }"), "prices", "must be a list, not an object.", null),
        (Beside("\"prices\": [ §{ \"model\": \"m\", \"input\": 1 } ]"), "prices[0].provider", "'provider' is missing.", null),
        (Beside("\"prices\": [ §{ \"provider\": \"p\", \"input\": 1 } ]"), "prices[0].model", "'model' is missing.", null),
        (Beside("\"prices\": [ { \"provider\": §\"opnai\", \"model\": \"m\", \"input\": 1 } ]"), "prices[0].provider",
            "no provider, and no provider type, is named 'opnai'.", "openai"),
        (Beside("\"prices\": [ §{ \"provider\": \"p\", \"model\": \"m\" } ]"), "prices[0]", "this row holds no price; it needs at least one "
            + "of 'input', 'cachedInput', 'output', 'reasoning', 'image', 'second', 'neuron' and 'request'.", null),
        (Beside("\"prices\": [ { \"provider\": \"p\", \"model\": \"m\", \"input\": 1 }, §{ \"provider\": \"P\", \"model\": \"m\", \"image\": 1 } ]"),
            "prices[1]", "prices[0] is the price of 'm' at 'P' already.", null),
        (Beside("\"prices\": [ { \"provider\": \"p\", \"model\": \"m\", \"input\": 1 }, §{ \"provider\": \"p\", \"model\": \"M\", \"image\": 1 } ]"),
            "prices[1]", "prices[0] is the price of 'M' at 'p' already.", null),
        (Price("\"input\": §-1"), "prices[0].input", "must be 0 to 1000000.", null),
        (Price("\"output\": §1000000.1"), "prices[0].output", "must be 0 to 1000000.", null),
        (Price("\"cachedInput\": §\"0.1\""), "prices[0].cachedInput", "must be a number, not a text.", null),
        (Price("\"reasoning\": §1e400"), "prices[0].reasoning", "is too large a number.", null),
        (Price("\"image\": §1e-40"), "prices[0].image", "is too close to zero.", null),
        (Price("\"second\": §-0.1"), "prices[0].second", "must be 0 to 1000000.", null),
        (Price("\"neuron\": §true"), "prices[0].neuron", "must be a number, not true or false.", null),
        (Price("\"request\": §1e28"), "prices[0].request", "must be 0 to 1000000.", null),
        (Price("§\"imput\": 1, \"input\": 1"), "prices[0].imput", "there is no property 'imput' here.", "input"),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Store =>
    [
        (Beside("\"store\": §\"memory\""), "store", "must be an object, not a text.", null),
        (Beside("\"store\": { \"type\": §\"postgress\", \"connectionString\": \"x\" }"), "store.type",
            "no store type is named 'postgress'.", "postgres"),
        (Beside("\"store\": { \"type\": §\"redis\" }"), "store.type",
            "no store type is named 'redis'. Known here: 'depot', 'memory', 'postgres'.", null),
        (Beside("\"store\": { \"type\": §1, \"path\": \"x\" }"), "store.type", "must be a text, not a number.", null),
        (Beside("\"store\": { \"type\": §\"\" }"), "store.type", "must not be empty.", null),
        (Beside("\"store\": { §\"path\": \"router.db\" }"), "store.path",
            "there is no property 'path' here. Known here: 'type', 'timeout', 'instances'.", null),
        (Beside("\"store\": { \"type\": \"postgres\", §\"conectionString\": \"x\", \"connectionString\": \"${env:KEY}\" }"),
            "store.conectionString", "there is no property 'conectionString' here.", "connectionString"),
        (Beside("\"store\": §{ \"type\": \"postgres\" }"), "store.connectionString",
            "'connectionString' is missing: a store of type 'postgres' needs it.", null),
        (Beside("\"store\": { \"type\": \"postgres\", \"connectionString\": §\"${env:NOPE}\" }"), "store.connectionString",
            "the environment variable 'NOPE' is not set, or empty.", null),
        (Beside("\"store\": { \"type\": \"postgres\", \"connectionString\": §5 }"), "store.connectionString",
            "must be a text, best a reference such as ${env:NAME}, not a number.", null),
        (Beside("\"store\": { \"type\": \"depot\", \"mode\": §\"fats\" }"), "store.mode", "must be one of 'fast', 'slow'.", "fast"),
        (Beside("\"store\": { \"type\": \"depot\", \"number\": §-1 }"), "store.number", "must be a whole number, 0 or more.", null),
        (Beside("\"store\": { \"type\": \"depot\", \"labels\": { \"a\": §1 } }"), "store.labels.a", "must be a text, not a number.", null),
        (Beside("\"store\": { \"timeout\": §\"00:00:00\" }"), "store.timeout", "must be 00:00:00.0010000 to 00:00:10.", null),
        (Beside("\"store\": { \"timeout\": §\"00:00:10.1\" }"), "store.timeout", "must be 00:00:00.0010000 to 00:00:10.", null),
        (Beside("\"store\": { \"instances\": §0 }"), "store.instances", "must be 1 or more.", null),
    ];

    // No Workers AI beside it.
    private static string TopLevel(string property) =>
        $$"""{ "providers": { "p": { "type": "openai" } }, "routes": { "r": { "targets": [ { "provider": "p", "model": "m" } ] } }, {{property}} }""";

    private static string Limit(string limits) => RouteWith($"\"limits\": {{ {limits} }}");

    private static string Budget(string property) => Beside($$"""  "budgets": [ { "name": "b", {{property}} } ]""");

    private static string Price(string property) => Beside($$"""  "prices": [ { "provider": "openai", "model": "*", {{property}} } ]""");
}

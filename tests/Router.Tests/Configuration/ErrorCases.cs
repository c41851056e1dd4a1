using static Router.Tests.Configuration.Given;

namespace Router.Tests.Configuration;

/// <summary>
/// One fault per row: the file with § before the place that the error must name, the path, the message, the suggestion.
/// </summary>
internal static class ErrorCases
{
    private const string Duration = "must be a duration in the form hh:mm:ss (such as 00:00:30, or 1.00:00:00 for a day)";

    internal static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> All =>
        [.. Syntax, .. Properties, .. Values, .. Times, .. Names, .. Providers, .. AdmissionErrorCases.All, .. TrafficErrorCases.All];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Syntax =>
    [
        ("{\n  \"routes\": {\n    \"r\": { \"task\" §\"chat\" }\n  }\n}", "routes.r",
            "this is not JSON: '\"' is invalid after a property name. Expected a ':'.", null),
        ("{ \"routes\": §sk-unquoted }", "routes",
            "this is not JSON: 's' is an invalid start of a value.", null),
        ("{ \"providers\": { \"p\": { \"apiKey\": t§skSecret } } }", "providers.p.apiKey",
            "this is not JSON: a value that is not a number, true, false or null must stand in double quotes.", null),
        ("§", "", "this is not JSON: The input does not contain any JSON tokens. Expected the input to start with a valid JSON "
            + "token, when isFinalBlock is true.", null),
        ("§[]", "", "must be an object, not a list.", null),
        ("{\n  \"routes\": {},\n  §\"routes\": {}\n}", "routes", "'routes' stands here twice, first on line 2.", null),
        ("{ \"routes\": §{} }", "routes", "there is no route; a configuration needs at least one.", null),
        ("§{ \"providers\": {} }", "routes", "there is no route; a configuration needs at least one.", null),
        ("{ \"routes\": §\"none\" }", "routes", "must be an object, not a text.", null),
        ("{ /* ä😀 */ §\"routs\": {}, \"routes\": { \"r\": { \"targets\": [ { \"provider\": \"mine\", \"model\": \"m\" } ] } } }",
            "routs", "there is no property 'routs' here.", "routes"),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Properties =>
    [
        (RouteWith("§\"maxAtempts\": 3"), "routes.r.maxAtempts", "there is no property 'maxAtempts' here.", "maxAttempts"),
        (RouteWith("§\"StreamMode\": \"hold\""), "routes.r.StreamMode", "there is no property 'StreamMode' here.", "streamMode"),
        (RouteWith("\"retry\": { §\"x y\": 1 }"), "routes.r.retry['x y']",
            "there is no property 'x y' here. Known here: 'triesPerTarget', 'baseDelay', 'maxDelay'.", null),
        (TargetWith("\"parameters\": { §\"temprature\": 1 }"), "routes.r.targets[0].parameters.temprature",
            "there is no property 'temprature' here.", "temperature"),
        (TargetWith("\"capabilities\": { §\"vision\": true }"), "routes.r.targets[0].capabilities.vision",
            "there is no property 'vision' here. Known here: 'tools', 'imageInput', 'jsonSchema', 'contextTokens'.", null),
        (Route("{ \"targets\": [ §{ \"model\": \"m\" } ] }"), "routes.r.targets[0].provider", "'provider' is missing.", null),
        (Route("{ \"targets\": [ §{ \"provider\": \"p\" } ] }"), "routes.r.targets[0].model", "'model' is missing.", null),
        (Route("§{ }"), "routes.r.targets", "'targets' is missing.", null),
        (Route("{ \"targets\": §[ ] }"), "routes.r.targets", "'targets' needs at least one entry.", null),
        (Route("{ \"targets\": §{ \"provider\": \"p\" } }"), "routes.r.targets", "must be a list, not an object.", null),
        (Route("{ \"targets\": [ §\"p/m\" ] }"), "routes.r.targets[0]", "must be an object, not a text.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Values =>
    [
        (RouteWith("\"maxAttempts\": §\"4\""), "routes.r.maxAttempts", "must be a whole number, not a text.", null),
        (RouteWith("\"maxAttempts\": §1.5"), "routes.r.maxAttempts", "must be a whole number that is not too large.", null),
        (RouteWith("\"maxAttempts\": §99999999999"), "routes.r.maxAttempts", "must be a whole number that is not too large.", null),
        (RouteWith("\"maxAttempts\": §0"), "routes.r.maxAttempts", "must be 1 or more.", null),
        (RouteWith("\"retry\": { \"triesPerTarget\": §-1 }"), "routes.r.retry.triesPerTarget", "must be 1 or more.", null),
        (RouteWith("\"task\": §\"chatt\""), "routes.r.task", "'chatt' is not one of 'chat', 'image'.", "chat"),
        (RouteWith("\"task\": §\"speech\""), "routes.r.task", "'speech' is not one of 'chat', 'image'.", null),
        (RouteWith("\"streamMode\": §true"), "routes.r.streamMode", "must be one of 'commit', 'hold', not true or false.", null),
        (RouteWith("\"emptyAnswer\": §\"Fail\""), "routes.r.emptyAnswer", "'Fail' is not one of 'fail', 'allow'.", "fail"),
        (RouteWith("\"fallbackOn\": [ \"callerFault\", §\"timeout\" ]"), "routes.r.fallbackOn[1]",
            "'timeout' is not one of 'callerFault'.", null),
        (RouteWith("\"fallbackOn\": §\"callerFault\""), "routes.r.fallbackOn", "must be a list, not a text.", null),
        (TargetWith("\"version\": §2"), "routes.r.targets[0].version", "must be a text, not a number.", null),
        (TargetWith("\"version\": §\"\""), "routes.r.targets[0].version", "must not be empty.", null),
        (Route("{ \"targets\": [ { \"provider\": \"p\", \"model\": §\" \" } ] }"), "routes.r.targets[0].model",
            "must not be empty.", null),
        (TargetWith("\"parameters\": { \"topP\": §1.01 }"), "routes.r.targets[0].parameters.topP", "must be 0 to 1.", null),
        (TargetWith("\"parameters\": { \"temperature\": §1e99 }"), "routes.r.targets[0].parameters.temperature",
            "is too large a number.", null),
        (TargetWith("\"parameters\": { \"frequencyPenalty\": §-2.5 }"), "routes.r.targets[0].parameters.frequencyPenalty",
            "must be -2 to 2.", null),
        (TargetWith("\"parameters\": { §\"width\": 512 }").Replace("§\"width\": ", "\"width\": §", StringComparison.Ordinal),
            "routes.r.targets[0].parameters.width", "'width' needs 'height' beside it.", null),
        (TargetWith("\"parameters\": { \"height\": §512 }"), "routes.r.targets[0].parameters.height",
            "'height' needs 'width' beside it.", null),
        (TargetWith("\"parameters\": { \"reasoningEffort\": §\"hard\" }"), "routes.r.targets[0].parameters.reasoningEffort",
            "'hard' is not one of 'none', 'low', 'medium', 'high', 'extraHigh'.", null),
        (TargetWith("\"parameters\": { \"stopSequences\": [ \"\\n\", §\"\" ] }"),
            "routes.r.targets[0].parameters.stopSequences[1]", "must not be empty.", null),
        (TargetWith("\"parameters\": { \"additionalProperties\": §[ 1 ] }"),
            "routes.r.targets[0].parameters.additionalProperties", "must be an object, not a list.", null),
        (TargetWith("\"capabilities\": { \"tools\": §\"yes\" }"), "routes.r.targets[0].capabilities.tools",
            "must be true or false, not a text.", null),
        (Provider("{ \"type\": \"openai\", \"health\": { \"failureRatio\": §0 } }"), "providers.p.health.failureRatio",
            "must be above 0 and at most 1.", null),
        (Provider("{ \"type\": \"openai\", \"health\": { \"minimumThroughput\": §1 } }"), "providers.p.health.minimumThroughput",
            "must be 2 or more.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Times =>
    [
        (RouteWith("\"timeouts\": { \"total\": §\"30s\" }"), "routes.r.timeouts.total", Duration + ".", "00:00:30"),
        (RouteWith("\"timeouts\": { \"total\": §\"1m 30s\" }"), "routes.r.timeouts.total", Duration + ".", "00:01:30"),
        (RouteWith("\"timeouts\": { \"total\": §\"2 minutes\" }"), "routes.r.timeouts.total", Duration + ".", "00:02:00"),
        (RouteWith("\"timeouts\": { \"total\": §\"500ms\" }"), "routes.r.timeouts.total", Duration + ".", "00:00:00.5000000"),
        (RouteWith("\"timeouts\": { \"total\": §\"PT1H\" }"), "routes.r.timeouts.total", Duration + ".", "01:00:00"),
        (RouteWith("\"timeouts\": { \"total\": §\"30\" }"), "routes.r.timeouts.total", Duration + ".", "00:00:30"),
        (RouteWith("\"timeouts\": { \"total\": §30 }"), "routes.r.timeouts.total", Duration + ".", "00:00:30"),
        (RouteWith("\"timeouts\": { \"total\": §\"soon\" }"), "routes.r.timeouts.total", Duration + ".", null),
        (RouteWith("\"timeouts\": { \"total\": §\"24:00:00\" }"), "routes.r.timeouts.total", Duration + ".", null),
        (RouteWith("\"timeouts\": { \"total\": §false }"), "routes.r.timeouts.total", Duration + ", not true or false.", null),
        (RouteWith("\"timeouts\": { \"total\": §\"00:00:00\" }"), "routes.r.timeouts.total",
            "must be above 00:00:00 and at most 1.00:00:00.", null),
        (RouteWith("\"timeouts\": { \"idle\": §\"-00:00:01\" }"), "routes.r.timeouts.idle",
            "must be above 00:00:00 and at most 1.00:00:00.", null),
        (RouteWith("\"timeouts\": { \"total\": §\"1.00:00:01\" }"), "routes.r.timeouts.total",
            "must be above 00:00:00 and at most 1.00:00:00.", null),
        (RouteWith("\"timeouts\": { \"total\": \"00:00:10\", \"attempt\": §\"00:00:11\" }"), "routes.r.timeouts.attempt",
            "must not be longer than 'total', which is 00:00:10.", null),
        (RouteWith("\"timeouts\": { \"total\": \"00:00:10\", \"firstToken\": §\"00:00:30\" }"), "routes.r.timeouts.firstToken",
            "must not be longer than 'total', which is 00:00:10.", null),
        (RouteWith("\"timeouts\": { \"idle\": §\"00:02:00\" }"), "routes.r.timeouts.idle",
            "must not be longer than 'total', which is 00:01:40.", null),
        (RouteWith("\"retry\": { \"baseDelay\": §\"00:00:09\" }"), "routes.r.retry.baseDelay",
            "must not be longer than 'maxDelay', which is 00:00:08.", null),
        (Provider("{ \"type\": \"openai\", \"health\": { \"breakDuration\": §\"00:00:00.1\" } }"),
            "providers.p.health.breakDuration", "must be 00:00:00.5000000 to 1.00:00:00.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Names =>
    [
        (Route("{ \"targets\": [ { \"provider\": §\"pp\", \"model\": \"m\" } ] }"), "routes.r.targets[0].provider",
            "no provider is named 'pp'.", "p"),
        (Route("{ \"targets\": [ { \"provider\": §\"azure\", \"model\": \"m\" } ] }"), "routes.r.targets[0].provider",
            "no provider is named 'azure'. Known here: 'mine', 'p'.", null),
        (RouteWith("\"strategy\": §\"wieghted\""), "routes.r.strategy", "no strategy is named 'wieghted'.", "weighted"),
        (RouteWith("\"strategy\": §\"random\""), "routes.r.strategy",
            "no strategy is named 'random'. Known here: 'canary', 'priority', 'weighted'.", null),
        (Route("{ \"targets\": [ { \"provider\": \"p\", \"model\": \"m\" }, §{ \"provider\": \"P\", \"model\": \"m\" } ] }"),
            "routes.r.targets[1]", "routes.r.targets[0] is named 'P/m' too; give one of the two a 'name' of its own.", null),
        (Route("{ \"targets\": [ { \"provider\": \"p\", \"model\": \"m\", \"name\": \"a\" }, "
            + "{ \"provider\": \"p\", \"model\": \"n\", \"name\": §\"A\" } ] }"), "routes.r.targets[1].name",
            "routes.r.targets[0] is named 'A' too; names within a route must differ, by more than case.", null),
        (Route("{ \"task\": \"image\", \"targets\": [ { \"provider\": \"p\", \"model\": \"m\", \"parameters\": { \"temperature\": §1 } } ] }"),
            "routes.r.targets[0].parameters.temperature",
            "'temperature' is for chat, and this route makes images; a field of the provider's own goes into 'additionalProperties'.", null),
        (TargetWith("\"parameters\": { \"count\": §2 }"), "routes.r.targets[0].parameters.count",
            "'count' is for images, and this route is for chat.", null),
        (RouteWith("\"contentPolicyTargets\": [ \"p/m\", §\"p/n\" ]"), "routes.r.contentPolicyTargets[1]",
            "no target of this route is named 'p/n'.", "p/m"),
        ("""{ "routes": { "r": { "targets": [ { "provider": "mine", "model": "m" } ] }, """
            + """§"R": { "targets": [ { "provider": "mine", "model": "m" } ] } } }""", "routes.R",
            "'R' and 'r' differ only by case, and names are compared without regard to it.", null),
        ("""{ "providers": { "p": { "type": "openai" }, §"P": { "type": "openai" } }, "routes": """
            + """{ "r": { "targets": [ { "provider": "p", "model": "m" } ] } } }""", "providers.P",
            "'P' and 'p' differ only by case, and names are compared without regard to it.", null),
        (RouteWith("\"maxAttempts\": 1").Replace("\"routes\"", "\"defaults\": { \"chat\": §\"rr\" }, \"routes\"", StringComparison.Ordinal),
            "defaults.chat", "no route is named 'rr'.", "r"),
        (RouteWith("\"maxAttempts\": 1").Replace("\"routes\"", "\"defaults\": { \"image\": §\"r\" }, \"routes\"", StringComparison.Ordinal),
            "defaults.image", "'r' is a route for 'chat', not for 'image'.", null),
    ];

    private static IEnumerable<(string Json, string Path, string Message, string? Suggestion)> Providers =>
    [
        (Provider("§{ }"), "providers.p.type", "'type' is missing.", null),
        (Provider("{ \"type\": §\"opena\", \"apiKey\": \"x\" }"), "providers.p.type", "no provider type is named 'opena'.", "openai"),
        (Provider("{ \"type\": §\"bedrock\" }"), "providers.p.type", "no provider type is named 'bedrock'. Known here: "
            + "'everything', 'openai', 'replicate', 'workers-ai'.", null),
        (Provider("{ \"type\": \"openai\", §\"apikey\": \"${env:KEY}\" }"), "providers.p.apikey",
            "there is no property 'apikey' here.", "apiKey"),
        (Provider("{ \"type\": \"replicate\", §\"zone\": \"eu\", \"apiToken\": \"${env:KEY}\" }"), "providers.p.zone",
            "there is no property 'zone' here. Known here: 'type', 'health', 'limits', 'learnLimits', 'apiToken', 'endpoint', 'headers'.", null),
        (Provider("§{ \"type\": \"replicate\" }"), "providers.p.apiToken",
            "'apiToken' is missing: a provider of type 'replicate' needs it.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §12345678 }"), "providers.p.apiKey",
            "must be a text, best a reference such as ${env:NAME}, not a number.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"\" }"), "providers.p.apiKey", "must not be empty.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"a\\nb\" }"), "providers.p.apiKey",
            "must not hold line breaks or other control characters.", null),
        (Provider("{ \"type\": \"openai\", \"endpoint\": §\"ftp://host/v1\" }"), "providers.p.endpoint",
            "must be an absolute http or https URI, such as https://api.example.com/v1.", null),
        (Provider("{ \"type\": \"openai\", \"headers\": §\"x\" }"), "providers.p.headers", "must be an object of texts, not a text.", null),
        (Provider("{ \"type\": \"openai\", \"headers\": { \"x.y\": §1 } }"), "providers.p.headers['x.y']",
            "must be a text, not a number.", null),
        (Provider("{ \"type\": \"openai\", \"headers\": { \"a\": \"1\", §\"A\": \"2\" } }"), "providers.p.headers.A",
            "another name here differs only by case, and case does not count.", null),
        (Provider("{ \"type\": \"everything\", \"flag\": §\"true\" }"), "providers.p.flag", "must be true or false, not a text.", null),
        (Provider("{ \"type\": \"everything\", \"flag\": §\"${env:KEY}\" }"), "providers.p.flag", "must be true or false.", null),
        (Provider("{ \"type\": \"everything\", \"number\": §-1 }"), "providers.p.number", "must be a whole number, 0 or more.", null),
        (Provider("{ \"type\": \"everything\", \"wait\": §\"30s\" }"), "providers.p.wait", Duration + ".", null),
        (Provider("{ \"type\": \"everything\", \"mode\": §\"fats\" }"), "providers.p.mode", "must be one of 'fast', 'slow'.", "fast"),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"${env:NOPE}\" }"), "providers.p.apiKey",
            "the environment variable 'NOPE' is not set, or empty.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"${file:keys/nope}\" }"), "providers.p.apiKey",
            "the file 'keys/nope' does not exist.", null),
        (Provider("{ \"type\": \"openai\", \"headers\": { \"x\": §\"${env:NOPE}\" } }"), "providers.p.headers.x",
            "the environment variable 'NOPE' is not set, or empty.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"${sk-oops}\" }"), "providers.p.apiKey",
            "a reference is malformed; write ${env:NAME} or ${file:PATH}, either with :-default, and $${ for a literal ${.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"${env:KEY\" }"), "providers.p.apiKey", "a reference has no closing brace; "
            + "write ${env:NAME} or ${file:PATH}, either with :-default, and $${ for a literal ${.", null),
        (Provider("{ \"type\": \"openai\", \"apiKey\": §\"${env:KEY:-${env:B}}\" }"), "providers.p.apiKey",
            "a reference cannot stand within another one.", null),
    ];
}

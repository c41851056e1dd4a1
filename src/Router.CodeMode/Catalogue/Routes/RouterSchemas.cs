using System.Text.Json;

namespace Router.CodeMode.Catalogue.Routes;

/// <summary>The parameters and results of the router's functions. Immutable.</summary>
internal static class RouterSchemas
{
    private const string Image = """{"type":"string","format":"binary"}""";
    private const string Usage = """{"type":"object","properties":{"prompt_tokens":{"type":"integer"},"completion_tokens":{"type":"integer"},"total_tokens":{"type":"integer"}},"required":["prompt_tokens","completion_tokens","total_tokens"]}""";
    private const string Message = """{"type":"object","properties":{"role":{"enum":["system","developer","user","assistant","tool"]},"content":{}},"required":["role"]}""";

    internal static IReadOnlyList<CatalogueParameter> WorkersAI { get; } =
    [
        Required("model", """{"type":"string"}"""),
        Required("inputs", """{"type":"object","properties":{"prompt":{"type":"string"},"messages":{"type":"array","items":MESSAGE},"image":{"description":"bytes, or base64 text"},"max_tokens":{"type":"integer","minimum":1},"temperature":{"type":"number"}}}"""),
        new CatalogueParameter("options", Parse("""{"type":["object","null"]}"""), Required: false) { Description = "Taken, and not used: the routes say how models are asked." },
    ];

    internal static JsonElement WorkersAIResult { get; } = Parse(
        """{"type":"object","properties":{"response":{"type":"string"},"description":{"type":"string","description":"beside response, of an image"},"image":IMAGE,"tool_calls":{"type":"array","items":{"type":"object"}},"usage":USAGE,"model":{"type":"string"}},"required":["model"]}""");

    internal static IReadOnlyList<CatalogueParameter> Replicate { get; } =
    [
        Required("model", """{"type":"string","description":"owner/name or owner/name:version"}"""),
        Required("options", """{"type":"object","properties":{"input":{"type":"object","properties":{"prompt":{"type":"string"},"image":{"description":"bytes, or base64 text"}}},"wait":{}},"required":["input"],"additionalProperties":false}"""),
    ];

    internal static JsonElement ReplicateResult { get; } = Parse(
        """{"type":"object","properties":{"output":{"anyOf":[{"type":"string"},IMAGE,{"type":"array","items":IMAGE}]},"model":{"type":"string"},"version":{"type":"string"}},"required":["output","model"]}""");

    internal static IReadOnlyList<CatalogueParameter> ChatCompletion { get; } =
    [
        Required("model", """{"type":"string"}"""),
        Required("messages", """{"type":"array","items":MESSAGE,"minItems":1}"""),
        Optional("max_completion_tokens", """{"type":["integer","null"],"minimum":1}"""),
        Optional("temperature", """{"type":["number","null"]}"""),
        Optional("tools", """{"type":["array","null"],"items":{"type":"object"}}"""),
        Optional("response_format", """{"type":["object","null"]}"""),
    ];

    internal static JsonElement ChatCompletionResult { get; } = Parse(
        """{"type":"object","properties":{"id":{"type":"string"},"model":{"type":"string"},"choices":{"type":"array","items":{"type":"object","properties":{"message":{"type":"object","properties":{"role":{"const":"assistant"},"content":{"type":["string","null"]},"tool_calls":{"type":"array","items":{"type":"object"}}},"required":["role","content"]},"finish_reason":{"type":"string"}},"required":["message","finish_reason"]}},"usage":USAGE},"required":["id","model","choices"]}""");

    internal static IReadOnlyList<CatalogueParameter> Images { get; } =
    [
        Required("model", """{"type":"string"}"""),
        Required("prompt", """{"type":"string","minLength":1}"""),
        Optional("n", """{"type":["integer","null"],"minimum":1}"""),
        Optional("size", """{"type":["string","null"],"description":"1024x1024"}"""),
    ];

    internal static JsonElement ImagesResult { get; } = Parse(
        """{"type":"object","properties":{"data":{"type":"array","items":{"type":"object","properties":{"b64_json":{"type":"string"},"url":{"type":"string"}}}},"model":{"type":"string"}},"required":["data","model"]}""");

    internal static IReadOnlyList<CatalogueParameter> Route { get; } =
    [
        Required("name", """{"type":"string"}"""),
        Required("input", """{"anyOf":[{"type":"string"},{"type":"object","properties":{"prompt":{"type":"string"},"messages":{"type":"array","items":MESSAGE},"image":{"description":"bytes, or base64 text"}}}]}"""),
    ];

    internal static JsonElement RouteResult { get; } = Parse(
        """{"type":"object","properties":{"text":{"type":"string"},"images":{"type":"array","items":IMAGE},"tool_calls":{"type":"array","items":{"type":"object"}},"usage":USAGE,"model":{"type":"string"}},"required":["model"]}""");

    private static CatalogueParameter Required(string name, string schema) => new(name, Parse(schema), Required: true);

    private static CatalogueParameter Optional(string name, string schema) => new(name, Parse(schema), Required: false);

    private static JsonElement Parse(string schema) => JsonElement.Parse(schema
        .Replace("IMAGE", Image, StringComparison.Ordinal)
        .Replace("USAGE", Usage, StringComparison.Ordinal)
        .Replace("MESSAGE", Message, StringComparison.Ordinal));
}

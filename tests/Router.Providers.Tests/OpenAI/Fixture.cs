using System.Text.Json.Nodes;

namespace Router.Providers.Tests.OpenAI;

/// <summary>A request and its answer as data.</summary>
internal sealed record Fixture(JsonNode Request, JsonNode Response)
{
    internal string ResponseText => Response is JsonValue value ? value.GetValue<string>() : Response.ToJsonString();

    internal static Fixture Load(string name)
    {
        using Stream stream = typeof(Fixture).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new ArgumentException($"There is no fixture '{name}'.");
        JsonNode all = JsonNode.Parse(stream)!;
        return new Fixture(all["request_body"]!, all["response_body"]!);
    }
}

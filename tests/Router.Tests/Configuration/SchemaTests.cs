using System.Text.Json.Nodes;
using Router.Configuration;
using Router.Configuration.Binding;
using Router.Resilience;

namespace Router.Tests.Configuration;

public sealed class SchemaTests
{
    private static readonly JsonObject Schema = Read();

    private static readonly string[] Names =
        ["", "health", "route", "target", "timeouts", "retry", "parameters", "capabilities", "defaults", "pinning", "provider"];

    public static TheoryData<string> Definitions() => new(Names);

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Schema_and_binder_know_the_same_properties_with_the_same_types_ranges_and_values(string definition)
    {
        IConfigShape shape = Shape(definition);
        JsonObject described = Definition(definition);

        Describe(described).Should().BeEquivalentTo(shape.Properties.Select(Describe));
        Required(described).Should().BeEquivalentTo(definition.Length == 0
            ? ["routes"]
            : shape.Properties.Where(property => property.Required).Select(property => property.Name));
    }

    [Fact]
    public void Every_default_of_the_schema_is_the_record_s()
    {
        Defaults("health").Should().BeEquivalentTo(
            ["0.5", "8", "00:00:30", "00:00:15", "00:00:05", "00:05:00"]);
        Values(new HealthConfig()).Should().BeEquivalentTo(Defaults("health"));
        Values(new Router.Configuration.TimeoutsConfig()).Should().BeEquivalentTo(Defaults("timeouts"));
        Values(new Router.Configuration.RetryConfig()).Should().BeEquivalentTo(Defaults("retry"));
        Router.Configuration.RouteConfig route = new();
        Defaults("route").Should().BeEquivalentTo(
            EnumFormat<RouteTask>.Spell(route.Task),
            route.Strategy,
            $"{route.MaxAttempts}",
            EnumFormat<StreamMode>.Spell(route.StreamMode),
            EnumFormat<EmptyAnswer>.Spell(route.EmptyAnswer),
            "[]",
            "[]");
    }

    [Fact]
    public void Everything_in_the_schema_is_described()
    {
        JsonObject[] nodes = [Schema, .. Schema["$defs"]!.AsObject().Select(pair => pair.Value!.AsObject())];

        foreach (JsonObject node in nodes)
        {
            node["description"].Should().NotBeNull(node.GetPath());
            foreach ((string _, JsonNode? property) in node["properties"]?.AsObject() ?? [])
            {
                if (property is JsonObject described)
                {
                    (described["description"] ?? SchemaChecker.Target(Schema, described)["description"])
                        .Should().NotBeNull(described.GetPath());
                }
            }
        }
    }

    [Fact]
    public void Every_object_of_fixed_shape_refuses_other_properties()
    {
        foreach (string definition in Names.Where(name => name != "provider"))
        {
            Definition(definition)["additionalProperties"]!.GetValue<bool>().Should().BeFalse(definition);
        }
    }

    [Fact]
    public void The_repository_s_own_file_is_valid() => Check(File.ReadAllText(Given.RepositoryFile())).Should().BeEmpty();

    [Theory]
    [InlineData("""{ "type": "openai", "apikey": "x" }""", false)]
    [InlineData("""{ "type": "openai", "organization": "o", "project": "p", "headers": { "a": "b" }, "health": {} }""", true)]
    [InlineData("""{ "type": "workers-ai", "accountId": "a" }""", false)]
    [InlineData("""{ "type": "replicate", "apiToken": "${env:X}" }""", true)]
    [InlineData("""{ "type": "openai", "maxTokensField": "max_tokens" }""", true)]
    [InlineData("""{ "type": "openai", "maxTokensField": "${env:FIELD}" }""", true)]
    [InlineData("""{ "type": "openai", "maxTokensField": "tokens" }""", false)]
    [InlineData("""{ "type": "somebody-else", "anything": 1 }""", true)]
    [InlineData("""{ "type": "openai", "health": { "failureRatio": 0 } }""", false)]
    [InlineData("""{ "type": "openai", "health": { "breakDuration": "30s" } }""", false)]
    public void The_schema_tells_right_from_wrong_providers(string provider, bool valid) =>
        (Check(Given.Provider(provider)).Count == 0).Should().Be(valid);

    [Theory]
    [InlineData("\"maxAttempts\": 0", false)]
    [InlineData("\"task\": \"speech\"", false)]
    [InlineData("\"fallbackOn\": [ \"timeout\" ]", false)]
    [InlineData("\"timeouts\": { \"total\": \"1.00:00:00\" }, \"maxAttempts\": 1", true)]
    public void The_schema_tells_right_from_wrong_routes(string property, bool valid) =>
        (Check(Given.RouteWith(property)).Count == 0).Should().Be(valid);

    [Fact]
    public void The_schema_wants_width_and_height_together() =>
        Check(Given.TargetWith("\"parameters\": { \"width\": 5 }")).Should().ContainSingle();

    private static JsonObject Read()
    {
        using Stream stream = typeof(Router.Configuration.RouterConfig).Assembly.GetManifestResourceStream("providers.schema.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static IReadOnlyList<string> Check(string json) => SchemaChecker.Check(
        Schema, JsonNode.Parse(json, null, new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true }));

    private static IConfigShape Shape(string definition) => definition switch
    {
        "health" => Shapes.Health,
        "route" => Shapes.Route,
        "target" => Shapes.Target,
        "timeouts" => Shapes.Timeouts,
        "retry" => Shapes.Retry,
        "parameters" => Shapes.Parameters,
        "capabilities" => Shapes.Capabilities,
        "defaults" => Shapes.Defaults,
        "pinning" => Shapes.Pinning,
        "provider" => Shapes.Provider,
        _ => Shapes.Root,
    };

    private static JsonObject Definition(string name) => name.Length == 0 ? Schema : Schema["$defs"]![name]!.AsObject();

    private static IEnumerable<string> Required(JsonObject described) =>
        described["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [];

    private static string Describe(IConfigProperty property) =>
        $"{property.Name} {property.JsonType} least {(property.AboveLeast ? "above " : "")}{property.Least} most {property.Most} "
            + $"values {string.Join('|', property.Values ?? [])}";

    private static IEnumerable<string> Describe(JsonObject described) => described["properties"]!.AsObject().Select(pair =>
    {
        JsonObject property = pair.Value!.AsObject();
        JsonObject target = SchemaChecker.Target(Schema, property);
        JsonNode? above = property["exclusiveMinimum"] ?? property["x-exclusiveMinimum"];
        return $"{pair.Key} {target["type"]} least {(above is null ? "" : "above ")}{above ?? property["minimum"] ?? property["x-minimum"]} "
            + $"most {property["maximum"] ?? property["x-maximum"]} "
            + $"values {string.Join('|', (property["enum"] ?? property["items"]?["enum"])?.AsArray().Select(value => $"{value}") ?? [])}";
    });

    private static IEnumerable<string> Defaults(string definition) => Definition(definition)["properties"]!.AsObject()
        .Select(pair => pair.Value!["default"]).Where(value => value is not null).Select(value => value!.ToString());

    // The records' own text lists their members with their values.
    private static IEnumerable<string> Values(object record) => record.ToString()!.Split('{', '}')[1].Split(',')
        .Select(member => member.Split('=')[1].Trim()).Where(value => value.Length > 0);
}

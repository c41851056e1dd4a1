using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Configuration.Binding;

namespace Router.Tests.Configuration;

public sealed class SchemaTests
{
    private static readonly JsonObject Schema = Read();

    // Each shape with the record that it makes, which holds the defaults.
    private static readonly Dictionary<string, (IConfigShape Shape, object Record)> All = new()
    {
        [""] = (Shapes.Root, Shapes.Root.Create()),
        ["health"] = (Shapes.Health, Shapes.Health.Create()),
        ["route"] = (Shapes.Route, Shapes.Route.Create()),
        ["target"] = (Shapes.Target, Shapes.Target.Create()),
        ["timeouts"] = (Shapes.Timeouts, Shapes.Timeouts.Create()),
        ["retry"] = (Shapes.Retry, Shapes.Retry.Create()),
        ["parameters"] = (Shapes.Parameters, Shapes.Parameters.Create()),
        ["capabilities"] = (Shapes.Capabilities, Shapes.Capabilities.Create()),
        ["defaults"] = (Shapes.Defaults, Shapes.Defaults.Create()),
        ["provider"] = (Shapes.Provider, Shapes.Provider.Create()),
        ["limits"] = (AdmissionShapes.Limits, AdmissionShapes.Limits.Create()),
        ["queue"] = (AdmissionShapes.Queue, AdmissionShapes.Queue.Create()),
        ["tenant"] = (AdmissionShapes.Tenant, AdmissionShapes.Tenant.Create()),
        ["sessions"] = (AdmissionShapes.Sessions, AdmissionShapes.Sessions.Create()),
        ["budget"] = (AdmissionShapes.Budget, AdmissionShapes.Budget.Create()),
        ["alarm"] = (AdmissionShapes.Alarm, AdmissionShapes.Alarm.Create()),
        ["store"] = (AdmissionShapes.Store, AdmissionShapes.Store.Create()),
        ["hedging"] = (TrafficShapes.Hedging, TrafficShapes.Hedging.Create()),
        ["mirror"] = (TrafficShapes.Mirror, TrafficShapes.Mirror.Create()),
        ["cache"] = (TrafficShapes.Cache, TrafficShapes.Cache.Create()),
        ["price"] = (TrafficShapes.PriceRow, TrafficShapes.PriceRow.Create()),
        ["pinning"] = (TrafficShapes.Pinning, TrafficShapes.Pinning.Create()),
    };

    private static readonly string[] OpenByType = ["provider", "store"];

    public static TheoryData<string> Definitions() => new(All.Keys);

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Schema_and_binder_know_the_same_properties_with_the_same_types_ranges_and_values(string definition)
    {
        IConfigShape shape = All[definition].Shape;
        JsonObject described = Definition(definition);

        Describe(described).Should().BeEquivalentTo(shape.Properties.Select(Describe));
        Required(described).Should().BeEquivalentTo(definition.Length == 0
            ? ["routes"]
            : shape.Properties.Where(property => property.Required).Select(property => property.Name));
    }

    [Fact]
    public void Every_object_of_the_binder_is_held_against_the_schema()
    {
        HashSet<IConfigShape> reached = [];
        Reach(Shapes.Root, reached);

        All.Values.Select(entry => entry.Shape).Should().BeEquivalentTo(reached, options => options.ComparingByValue<IConfigShape>());
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void Every_default_of_the_schema_is_the_record_s_and_the_other_way_round(string definition)
    {
        (IConfigShape shape, object record) = All[definition];
        JsonObject properties = Definition(definition)["properties"]!.AsObject();

        foreach (IConfigProperty property in shape.Properties.Where(property => property is { Child: null, Required: false } && property.Name != "$schema"))
        {
            object? value = record.GetType().GetProperty(char.ToUpperInvariant(property.Name[0]) + property.Name[1..])!.GetValue(record);
            $"{properties[property.Name]!["default"]}".Should().Be(Written(value), property.Name);
        }
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
        foreach (string definition in All.Keys.Except(OpenByType))
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

    [Theory]
    [InlineData("\"budgets\": [ { \"name\": \"b\" } ]", false)]
    [InlineData("\"budgets\": [ { \"name\": \"b\", \"maxCalls\": 1 } ]", true)]
    [InlineData("\"budgets\": [ { \"name\": \"b\", \"maxCalls\": 1, \"softRoute\": \"soft\" } ]", false)]
    [InlineData("\"budgets\": [ { \"name\": \"b\", \"limit\": 1, \"window\": \"rolling\" } ]", false)]
    [InlineData("\"budgets\": [ { \"name\": \"b\", \"limit\": 1, \"window\": \"rolling\", \"period\": \"01:00:00\" } ]", true)]
    [InlineData("\"budgets\": [ { \"name\": \"b\", \"limit\": 1, \"window\": \"day\", \"period\": \"01:00:00\" } ]", false)]
    [InlineData("\"budgets\": [ { \"name\": \"b\", \"limit\": 1, \"period\": \"01:00:00\" } ]", false)]
    [InlineData("\"prices\": [ { \"provider\": \"p\", \"model\": \"m\" } ]", false)]
    [InlineData("\"prices\": [ { \"provider\": \"p\", \"model\": \"m\", \"image\": 0.04 } ]", true)]
    [InlineData("\"tenants\": { \"*\": { \"limits\": { \"requestBurst\": 1 } } }", false)]
    [InlineData("\"tenants\": { \"\": { } }", false)]
    [InlineData("\"store\": { }", true)]
    [InlineData("\"store\": { \"path\": \"x\" }", false)]
    [InlineData("\"store\": { \"type\": \"memory\", \"path\": \"x\" }", false)]
    [InlineData("\"store\": { \"type\": \"sqlite\", \"path\": \"x\", \"timeout\": \"00:00:00.1\", \"instances\": 2 }", true)]
    [InlineData("\"store\": { \"type\": \"sqlite\" }", false)]
    [InlineData("\"store\": { \"type\": \"postgres\", \"connectionString\": \"${env:X}\", \"schema\": \"s\" }", true)]
    [InlineData("\"store\": { \"type\": \"postgres\", \"path\": \"x\" }", false)]
    [InlineData("\"store\": { \"type\": \"somebody-else\", \"anything\": 1 }", true)]
    public void The_schema_tells_right_from_wrong_admission(string property, bool valid) =>
        (Check(Given.Beside(property)).Count == 0).Should().Be(valid);

    [Fact]
    public void The_whole_example_is_valid() => Check(FullExample.Json).Should().BeEmpty();

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

    private static JsonObject Definition(string name) => name.Length == 0 ? Schema : Schema["$defs"]![name]!.AsObject();

    private static IEnumerable<string> Required(JsonObject described) =>
        described["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [];

    private static string Describe(IConfigProperty property) =>
        $"{property.Name} {property.JsonType} least {(property.AboveLeast ? "above " : "")}{property.Least} "
            + $"most {(property.BelowMost ? "below " : "")}{property.Most} "
            + $"values {string.Join('|', property.Values ?? [])}";

    private static IEnumerable<string> Describe(JsonObject described) => described["properties"]!.AsObject().Select(pair =>
    {
        JsonObject property = pair.Value!.AsObject();
        JsonObject target = SchemaChecker.Target(Schema, property);
        JsonNode? above = property["exclusiveMinimum"] ?? property["x-exclusiveMinimum"];
        JsonNode? below = property["exclusiveMaximum"];
        return $"{pair.Key} {target["type"]} least {(above is null ? "" : "above ")}{above ?? property["minimum"] ?? property["x-minimum"]} "
            + $"most {(below is null ? "" : "below ")}{below ?? property["maximum"] ?? property["x-maximum"]} "
            + $"values {string.Join('|', (property["enum"] ?? property["items"]?["enum"])?.AsArray().Select(value => $"{value}") ?? [])}";
    });

    private static void Reach(IConfigShape shape, HashSet<IConfigShape> reached)
    {
        if (reached.Add(shape))
        {
            foreach (IConfigShape child in shape.Properties.Select(property => property.Child).OfType<IConfigShape>())
            {
                Reach(child, reached);
            }
        }
    }

    private static string Written(object? value) => value switch
    {
        Enum named => JsonNamingPolicy.CamelCase.ConvertName(named.ToString()),
        bool flag => flag ? "true" : "false",
        // An object of any JSON is empty by default, which needs no saying.
        IDictionary { Count: 0 } => "",
        IList { Count: 0 } => "[]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

using System.Text.Json;
using Router.CodeMode.Catalogue;
using Router.CodeMode.Sdk;
using Router.CodeMode.Tests.Catalogue;

namespace Router.CodeMode.Tests.Sdk;

public sealed class ToolSchemaTests
{
    [Fact]
    public void A_schema_takes_along_what_it_points_to_and_no_more_and_circles_end()
    {
        CatalogueFunction function = Calls.Echo(
            "f", Calls.Parameter("tree", """{"$ref":"#/components/schemas/Tree"}"""), Calls.Parameter("n", """{"type":"integer"}""", required: false)) with
        {
            SchemaRoot = JsonElement.Parse(
                """{"components":{"schemas":{"Tree":{"properties":{"kids":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}},"leaf":{"$ref":"#/components/schemas/Leaf"}}},"Leaf":{"type":"string"},"Other":{"type":"string"}}}}"""),
        };
        ToolSchema.Of(function).GetRawText().Should().Be(
            """{"type":"object","properties":{"tree":{"$ref":"#/$defs/Tree"},"n":{"type":"integer"}},"required":["tree"],"$defs":{"Tree":{"properties":{"kids":{"type":"array","items":{"$ref":"#/$defs/Tree"}},"leaf":{"$ref":"#/$defs/Leaf"}}},"Leaf":{"type":"string"}}}""");
    }

    [Fact]
    public void Definitions_of_one_name_from_several_places_stay_apart()
    {
        string[] references = ["#/a/Foo", "#/a/Foo2", "#/b/Foo", "#/c/F_oo", "#/c/Foo"];
        CatalogueFunction function = Calls.Echo("f", [.. references.Select((reference, index) => Calls.Parameter($"p{index}", $$"""{"$ref":"{{reference}}"}"""))]) with
        {
            SchemaRoot = JsonElement.Parse("""{"a":{"Foo":{"const":"#/a/Foo"},"Foo2":{"const":"#/a/Foo2"}},"b":{"Foo":{"const":"#/b/Foo"}},"c":{"F_oo":{"const":"#/c/F_oo"},"Foo":{"const":"#/c/Foo"}}}"""),
        };
        JsonElement schema = ToolSchema.Of(function);
        JsonElement definitions = schema.GetProperty("$defs");
        definitions.EnumerateObject().Select(member => member.Name).Should().OnlyHaveUniqueItems().And.HaveCount(5);
        for (int index = 0; index < references.Length; index++)
        {
            string name = schema.GetProperty("properties").GetProperty($"p{index}").GetProperty("$ref").GetString()!["#/$defs/".Length..];
            definitions.GetProperty(name).GetProperty("const").GetString().Should().Be(references[index]);
        }
    }

    [Fact]
    public void What_is_said_of_a_parameter_beside_its_schema_reaches_the_model()
    {
        CatalogueFunction function = Calls.Echo(
            "f",
            Calls.Parameter("a", """{"type":"string"}""") with { Description = "The owner." },
            Calls.Parameter("b", """{"type":"string","description":"Its own."}""") with { Description = "Another." });
        JsonElement properties = ToolSchema.Of(function).GetProperty("properties");
        properties.GetProperty("a").GetProperty("description").GetString().Should().Be("The owner.");
        properties.GetProperty("b").GetProperty("description").GetString().Should().Be("Its own.");
    }
}

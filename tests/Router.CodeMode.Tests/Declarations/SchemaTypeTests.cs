using Router.CodeMode.Declarations;

namespace Router.CodeMode.Tests.Declarations;

/// <summary>Each schema as the type of a result, in full.</summary>
public class SchemaTypeTests
{
    [Theory]
    [InlineData("true", "unknown")]
    [InlineData("{}", "unknown")]
    [InlineData("false", "never")]
    [InlineData("""{"type":"string"}""", "string")]
    [InlineData("""{"type":"integer"}""", "number")]
    [InlineData("""{"type":"boolean"}""", "boolean")]
    [InlineData("""{"type":["string","null"]}""", "string|null")]
    [InlineData("""{"type":["null","integer","string"]}""", "number|string|null")]
    [InlineData("""{"type":"string","nullable":true}""", "string|null")]
    [InlineData("""{"enum":["a","b",null]}""", "\"a\"|\"b\"|null")]
    [InlineData("""{"type":"string","enum":["a\"b","c\\d","e\nf","\u2028"]}""", "\"a\\\"b\"|\"c\\\\d\"|\"e\\u000af\"|\"\\u2028\"")]
    [InlineData("""{"enum":[true,false]}""", "boolean")]
    [InlineData("""{"const":"x"}""", "\"x\"")]
    [InlineData("""{"const":1.50}""", "1.50")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "string[]")]
    [InlineData("""{"type":"array","items":{"type":["string","null"]}}""", "(string|null)[]")]
    [InlineData("""{"type":"array"}""", "unknown[]")]
    [InlineData("""{"prefixItems":[{"type":"string"},{"type":"number"}],"items":false}""", "[string, number]")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", "[string, ...number[]]")]
    [InlineData("""{"type":"array","items":[{"type":"string"},{"type":"number"}]}""", "[string, number]")]
    [InlineData("""{"type":"object"}""", "Record<string, any>")]
    [InlineData("""{"additionalProperties":{"type":"number"}}""", "Record<string, number>")]
    [InlineData("""{"type":"object","patternProperties":{"^a":{"type":"number"},"^b":{"type":"string"}}}""", "Record<string, number|string>")]
    [InlineData("""{"type":"object","properties":{"b":{"type":"string"},"a":{"type":"number"}},"required":["a"]}""", "{ a:number, b?:string }")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":{"type":"string"}}""", "{ a?:unknown, [key:string]:any }")]
    [InlineData("""{"properties":{"a-b":{},"1a":{},"ok_$1":{},"q\"":{}, "":{}}}""", "{ \"a-b\"?:unknown, \"1a\"?:unknown, ok_$1?:unknown, \"q\\\"\"?:unknown, \"\"?:unknown }")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number"},{"type":"string"}]}""", "string|number")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "string|null")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""", "{ a?:string }")]
    [InlineData("""{"type":"string","allOf":[{"minLength":1}]}""", "string")]
    [InlineData("""{"allOf":[{"type":"string"},{"enum":["a","b"]}]}""", "\"a\"|\"b\"")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"b":{"type":"number"}}}]}""", "{ a:string, b?:number }")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"enum":["x"]}},"required":["a"]}]}""", "{ a:\"x\" }")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"oneOf":[{"properties":{"b":{"type":"number"}},"required":["b"]},{"properties":{"c":{"type":"number"}},"required":["c"]}]}""", "{ a?:string } & ({ b:number }|{ c:number })")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"if":{},"then":{"properties":{"b":{"type":"number"}},"required":["b"]}}""", "{ a?:string, b?:number }")]
    [InlineData("""{"not":{"type":"string"}}""", "unknown")]
    [InlineData("""{"type":"object","properties":{"secret":{"type":"string","writeOnly":true},"id":{"type":"string","readOnly":true}}}""", "{ id?:string }")]
    [InlineData("""{"type":"number","minimum":5,"exclusiveMinimum":true}""", "number")]
    [InlineData("""{"type":7}""", "unknown")]
    [InlineData("""{"type":"quux"}""", "unknown")]
    [InlineData("""{"enum":[]}""", "unknown")]
    [InlineData("""{"properties":[],"required":"x","anyOf":{},"allOf":1,"type":"object"}""", "Record<string, any>")]
    [InlineData("[]", "unknown")]
    [InlineData("""{"properties":{"\ud800":{},"a":{}}}""", "unknown")]
    [InlineData("""{"properties":{"a":{"description":"\ud800","default":"\udc00","$ref":"#/\ud800"}}}""", "{ a?:unknown }")]
    [InlineData("""{"enum":["\ud800"]}""", "\"\uFFFD\"")]
    [InlineData("\"x\"", "unknown")]
    [InlineData("""{"$ref":"#/nowhere"}""", "unknown")]
    [InlineData("""{"$ref":"http://elsewhere/x.json"}""", "unknown")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""", "unknown")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", "string")]
    [InlineData("""{"$ref":"#/$defs/a~1b%20c","$defs":{"a/b c":{"type":"string"}}}""", "string")]
    [InlineData("""{"$ref":"#there","$defs":{"x":{"$anchor":"there","type":"string"}}}""", "string")]
    [InlineData("""{"$ref":"#/$defs/a","properties":{"b":{"type":"number"}},"required":["b"],"$defs":{"a":{"properties":{"a":{"type":"string"}}}}}""", "{ b:number, a?:string }")]
    [InlineData("""{"$ref":"#/$defs/a","nullable":true,"$defs":{"a":{"type":"string"}}}""", "string|null")]
    public void A_schema_is_this_type(string schema, string type) => TypeOf(schema).Should().Be(type);

    [Fact]
    public void A_definition_that_needs_itself_has_a_name()
    {
        DeclarationText text = Write("""{"$ref":"#/$defs/tree-node","$defs":{"tree-node":{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/tree-node"}}}}}}""");

        text.Text.Should().Be("type TreeNode = { children?:TreeNode[] };\ndeclare function f():Promise<TreeNode>;\n");
    }

    [Fact]
    public void A_schema_that_is_its_own_root_goes_in_a_circle_and_ends()
    {
        DeclarationText text = Write("""{"type":"object","properties":{"next":{"$ref":"#"}}}""");

        text.Text.Should().Contain("type Root = { next?:Root };").And.Contain("Promise<{ next?:Root }>");
    }

    [Fact]
    public void An_allOf_that_contains_itself_ends() =>
        Write("""{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"},{"properties":{"b":{"type":"string"}}}]}}}""").Text.Should().Contain("b?:string");

    [Fact]
    public void What_is_read_only_does_not_go_in()
    {
        DeclarationText text = new DeclarationWriter().Write([Make.Function("f", parameters:
            ("user", """{"type":"object","properties":{"id":{"type":"string","readOnly":true},"password":{"type":"string","writeOnly":true}}}""", true))]);

        text.Text.Should().Be("declare function f(args:{ user:{ password?:string } }):Promise<unknown>;\n");
    }

    [Fact]
    public void Of_a_long_enumeration_some_values_are_shown_and_it_stays_open()
    {
        string values = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"v{i}\""));

        TypeOf($$"""{"enum":[{{values}}]}""").Should().EndWith("|\"v59\"|string /* +40 */");
    }

    [Theory]
    [InlineData("deep")]
    [InlineData("wide")]
    [InlineData("fan")]
    [InlineData("chain")]
    public void A_hostile_schema_ends_soon_and_small(string kind)
    {
        string schema = kind switch
        {
            "deep" => string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 400)) + "{}" + new string('}', 800),
            "wide" => "{\"type\":\"object\",\"properties\":{" + string.Join(',', Enumerable.Range(0, 300_000).Select(i => $"\"p{i}\":{{}}")) + "}}",
            "fan" => Definitions(2000, i => string.Join(',', Enumerable.Range(1, 40).Select(k => $"\"m{k}\":{{\"$ref\":\"#/$defs/d{((i * 40) + k) % 2000}\"}}")), "\"type\":\"object\",\"properties\":{", "}"),
            _ => Definitions(20_000, i => $"{{\"$ref\":\"#/$defs/d{i + 1}\"}},{{\"properties\":{{\"p\":{{}}}}}}", "\"allOf\":[", "]"),
        };

        DeclarationText text = new DeclarationWriter().Write([Make.Function("f", result: null) with { ResultSchema = Make.Json(schema, 2000) }]);

        text.Tokens.Should().BeLessThanOrEqualTo(DeclarationOptions.DefaultTokenBudget);
        text.Included.Should().HaveCount(1);
    }

    private static string Definitions(int count, Func<int, string> body, string before, string after) =>
        "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"d{i}\":{{{before}{body(i)}{after}}}")) + "}}";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_schemas_never_fail_and_are_always_the_same(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 400; round++)
        {
            string schema = RandomSchema(random, 5);

            TypeOf(schema).Should().NotBeEmpty().And.Be(TypeOf(schema));
        }
    }

    internal static string RandomSchema(Random random, int depth)
    {
        string Inner() => RandomSchema(random, depth - 1);
        string[] keywords = ["$ref", "type", "properties", "items", "anyOf", "allOf", "enum", "const", "nullable", "required", "additionalProperties", "prefixItems", "description", "default", "not", "then", "readOnly"];
        if (depth == 0)
        {
            return ((string[])["true", "false", "{}", "null", "7", "[]", "\"x\"", """{"type":"string"}"""])[random.Next(8)];
        }

        IEnumerable<string> members = Enumerable.Range(0, random.Next(0, 5)).Select(_ => keywords[random.Next(keywords.Length)]).Distinct().Select(keyword => $"\"{keyword}\":" + keyword switch
        {
            "$ref" => ((string[])["\"#\"", "\"#/properties/a\"", "\"#/anyOf/0\"", "\"#/items\"", "7"])[random.Next(5)],
            "type" => ((string[])["\"object\"", "\"array\"", "\"string\"", "[\"object\",\"null\"]", "[]", "{}"])[random.Next(6)],
            "properties" => random.Next(4) == 0 ? "[]" : $"{{\"a\":{Inner()},\"b*/c\":{Inner()}}}",
            "anyOf" or "allOf" or "prefixItems" => random.Next(5) == 0 ? "{}" : $"[{Inner()},{Inner()}]",
            "enum" => "[\"a\",1,null,{},[]]",
            "const" or "default" => "\"*/ x\"",
            "required" => "[\"a\",7]",
            "description" => "\"one */ two\\n// three\"",
            "nullable" or "readOnly" => "true",
            _ => Inner(),
        });
        return "{" + string.Join(',', members) + "}";
    }

    private static DeclarationText Write(string schema) => new DeclarationWriter().Write([Make.Function("f", result: schema)]);

    private static string TypeOf(string schema)
    {
        string text = Write(schema).Text;
        int start = text.IndexOf("Promise<", StringComparison.Ordinal) + "Promise<".Length;
        return text[start..text.LastIndexOf(">;", StringComparison.Ordinal)];
    }
}

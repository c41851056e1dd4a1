using System.Text;
using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Tests.Catalogue.Validation;

public sealed class SchemaValidatorTests
{
    private readonly SchemaValidator _validator = new();

    [Theory]
    [InlineData("""{"type":"integer"}""", "5", null)]
    [InlineData("""{"type":"integer"}""", "5.0", null)]
    [InlineData("""{"type":"integer"}""", "5.5", "is a number; an integer is expected; round it first")]
    [InlineData("""{"type":["string","null"]}""", "null", null)]
    [InlineData("""{"type":"string"}""", "null", "is null; a string is expected; leave it out")]
    [InlineData("""{"type":"array"}""", "\"a\"", "put it in [ ]")]
    [InlineData("""{"const":"a"}""", "\"b\"", "must be \"a\"")]
    [InlineData("""{"enum":[1,2]}""", "1.0", null)]
    [InlineData("""{"enum":[1,2]}""", "3", "is none of 1, 2")]
    [InlineData("""{"minimum":1,"exclusiveMaximum":3}""", "3", "is too large; it is less than 3")]
    [InlineData("""{"minimum":1}""", "0", "is too small; it is at least 1")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", null)]
    [InlineData("""{"multipleOf":2}""", "3", "is no multiple of 2")]
    [InlineData("""{"minLength":2}""", "\"😀\"", "has 1 characters; it has at least 2")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aab\"", "does not match the pattern")]
    [InlineData("""{"pattern":"(?=x)y"}""", "\"z\"", null)]
    [InlineData("""{"format":"email"}""", "\"no mail\"", null)]
    [InlineData("""{"items":{"type":"string"}}""", """["a",1]""", "v[1]' is an integer")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"number"}}""", """["a",1,"b"]""", "v[2]' is a string")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1]", "v[2]' is there twice")]
    [InlineData("""{"minItems":1}""", "[]", "has 0 items; it has at least 1")]
    [InlineData("""{"contains":{"const":1}}""", "[2]", "lacks an item")]
    [InlineData("""{"required":["a"]}""", "{}", "lacks 'a'")]
    [InlineData("""{"required":["a"],"properties":{"a":{"readOnly":true}}}""", "{}", null)]
    [InlineData("""{"additionalProperties":false,"properties":{"colour":{}}}""", """{"color":1}""", "did you mean 'colour'?")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"x":"y"}""", "v.x' is a string")]
    [InlineData("""{"patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false}""", """{"xa":1}""", null)]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "has 2 characters")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "lacks 'b'")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}""", "[1]", "v[0]' is an integer")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"array"}]}""", "5", "a string is expected; write it in quotes, or use String(...), or it is an integer; an array is expected")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "5", null)]
    [InlineData("""{"allOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1}""", "lacks 'b'")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "excludes")]
    [InlineData("""{"if":{"required":["a"]},"then":{"required":["b"]}}""", """{"a":1}""", "lacks 'b'")]
    [InlineData("""{"$ref":"#/$defs/A","required":["z"],"$defs":{"A":{"type":"object","properties":{"n":{"$ref":"#/$defs/A"}},"additionalProperties":false}}}""", """{"n":{"n":{"x":1}}}""", "lacks 'z'")]
    [InlineData("""{"$ref":"#/$defs/A","$defs":{"A":{"$ref":"#/$defs/A"}}}""", "1", null)]
    [InlineData("""{"type":"string"}""", """{"$bytes":"AA=="}""", "is bytes; a string is expected")]
    [InlineData("""{"type":"string","format":"binary"}""", """{"$bytes":"AA=="}""", null)]
    [InlineData("""{"type":"string","contentEncoding":"base64"}""", """{"$bytes":"AA=="}""", null)]
    [InlineData("false", "1", "must not be given")]
    [InlineData("true", "1", null)]
    public void A_value_is_held_to_its_schema(string schema, string value, string? wrong)
    {
        IReadOnlyList<SchemaProblem> problems = Check(schema, value);

        string told = string.Join(' ', problems.Select(problem => $"'{problem.Path}' {problem.Message}"));
        if (wrong is null)
        {
            told.Should().BeEmpty();
        }
        else
        {
            told.Should().Contain(wrong);
        }
    }

    [Theory]
    [InlineData("choices")]
    [InlineData("required")]
    [InlineData("members")]
    [InlineData("patterns")]
    public void Wide_schemas_against_wide_values_end_and_refuse(string kind)
    {
        // Each is ten thousand times ten thousand comparisons, were only values counted.
        const int Wide = 10_000;
        string names = string.Join(',', Enumerable.Range(0, Wide).Select(i => $"\"n{i}\""));
        string members = string.Join(',', Enumerable.Range(0, Wide).Select(i => $"\"n{i}\":1"));
        (string schema, string value) = kind switch
        {
            "choices" => ($"{{\"items\":{{\"enum\":[{names}]}}}}", $"[{string.Join(',', Enumerable.Repeat("\"x\"", Wide))}]"),
            "required" => ($"{{\"required\":[{names}]}}", $"{{{members}}}"),
            "members" => ($"{{\"properties\":{{{members.Replace(":1", ":{}", StringComparison.Ordinal)}}}}}", $"{{{members}}}"),
            _ => ($"{{\"patternProperties\":{{{members.Replace(":1", ":{}", StringComparison.Ordinal)}}}}}", $"{{{members}}}"),
        };

        Check(schema, value).Should().Contain(problem => problem.Message.Contains("too deep, or too large") || problem.Message.StartsWith("is none of", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("(((a{0,900}){0,900}){0,900})b")]
    [InlineData("(a|aa|aaa|aaaa){1,999}[^a]{500}")]
    [InlineData("(.*a){30}.{0,900}x")]
    public void A_hostile_pattern_costs_its_patience_once(string pattern)
    {
        PatternCache patterns = new();
        string text = new('a', 50_000);

        for (int round = 0; round < 300; round++)
        {
            patterns.Refuses(pattern, text);
        }

        patterns.Refuses("^b", "a").Should().BeTrue();
    }

    [Fact]
    public void A_schema_that_fans_out_without_end_ends_and_refuses()
    {
        // Each level asks the one below twice: 2 to the 60th steps, were nobody counting.
        StringBuilder schema = new("""{"$ref":"#/$defs/L0","$defs":{""");
        for (int level = 0; level < 60; level++)
        {
            schema.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"L{level}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/L{level + 1}\"}},{{\"$ref\":\"#/$defs/L{level + 1}\"}}]}},");
        }

        Check(schema.Append("\"L60\":{}}}").ToString(), "1").Should().Contain(problem => problem.Message.Contains("too deep, or too large"));
    }

    [Fact]
    public void Whatever_the_schema_and_the_value_a_check_ends_and_tells_no_value()
    {
        Random random = new(77);
        for (int round = 0; round < 5000; round++)
        {
            string schema = Schema(random, 0);
            string value = Value(random, 0);
            IReadOnlyList<SchemaProblem> problems = Check(schema, value);
            problems.Should().HaveCountLessThanOrEqualTo(3);
            string.Join(' ', problems.Select(problem => problem.Path + problem.Message)).Should().NotContain("secret", $"{schema} of {value}");
        }
    }

    private IReadOnlyList<SchemaProblem> Check(string schema, string value) => _validator.Check(JsonElement.Parse(value), JsonElement.Parse(schema), null, "v");

    private static string Schema(Random random, int depth) => depth > 4 ? "true" : random.Next(12) switch
    {
        0 => """{"type":"string","maxLength":3}""",
        1 => """{"type":["integer","null"],"minimum":2}""",
        2 => $"{{\"type\":\"array\",\"items\":{Schema(random, depth + 1)},\"uniqueItems\":true}}",
        3 => $"{{\"properties\":{{\"a\":{Schema(random, depth + 1)}}},\"required\":[\"a\",\"b\"],\"additionalProperties\":{Schema(random, depth + 1)}}}",
        4 => $"{{\"anyOf\":[{Schema(random, depth + 1)},{Schema(random, depth + 1)}]}}",
        5 => $"{{\"oneOf\":[{Schema(random, depth + 1)}],\"not\":{Schema(random, depth + 1)}}}",
        6 => """{"$ref":"#"}""",
        7 => """{"$ref":"#/properties/a"}""",
        8 => """{"enum":["x",1,null]}""",
        9 => """{"type":5,"enum":3,"required":"a","properties":[],"items":7,"allOf":{},"minimum":"x","pattern":"["}""",
        10 => "false",
        _ => "{}",
    };

    private static string Value(Random random, int depth) => depth > 4 ? "1" : random.Next(8) switch
    {
        0 => "\"secret\"",
        1 => "1e400",
        2 => "null",
        3 => $"[{Value(random, depth + 1)},{Value(random, depth + 1)}]",
        4 => $"{{\"a\":{Value(random, depth + 1)},\"c\":{Value(random, depth + 1)}}}",
        5 => """{"$bytes":"c2VjcmV0"}""",
        6 => "true",
        _ => "-12345678901234567890.5",
    };
}

using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Router.Configuration;
using Router.Configuration.Sources;
using Router.Configuration.Tree;

namespace Router.Tests.Configuration;

/// <summary>Input that is large, deep or not text at all is an error like any other.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [InlineData(70)]
    [InlineData(3_000)]
    public void A_section_nested_too_deep_is_an_error(int depth)
    {
        string key = "routes:r:targets:0:parameters:additionalProperties:" + string.Join(':', Enumerable.Repeat("a", depth));
        Errors(new() { [key] = "1" }).Should().Contain(error => error.Message.Contains("nested more than", StringComparison.Ordinal));
    }

    [Fact]
    public void A_section_nested_as_deep_as_JSON_may_be_is_read()
    {
        string key = "routes:r:targets:0:parameters:additionalProperties:" + string.Join(':', Enumerable.Repeat("a", 50));
        RouterConfig config = Load(new()
        {
            ["routes:r:targets:0:provider"] = "mine",
            ["routes:r:targets:0:model"] = "m",
            [key] = "1",
        });
        config.Routes["r"].Targets[0].Parameters!.AdditionalProperties.Should().ContainKey("a");
    }

    [Fact]
    public void Half_a_surrogate_pair_from_a_section_does_no_harm()
    {
        const string Parameters = "routes:r:targets:0:parameters:additionalProperties";
        Load(new()
        {
            ["routes:r:targets:0:provider"] = "mine",
            ["routes:r:targets:0:model"] = "m\ud800",
            [Parameters + ":x"] = "a\ud800",
            [Parameters + ":o:k\udc00"] = "v",
        }).Routes["r"].Targets[0].Parameters!.AdditionalProperties!["x"].GetString().Should().Be("a\ufffd");
    }

    [Fact]
    public void An_object_of_a_section_whose_names_are_numbers_but_no_positions_stays_an_object()
    {
        const string Bias = "routes:r:targets:0:parameters:additionalProperties:logit_bias:";
        JsonElement bias = Load(new()
        {
            ["routes:r:targets:0:provider"] = "mine",
            ["routes:r:targets:0:model"] = "m",
            [Bias + "50256"] = "-100",
            [Bias + "7"] = "5",
        }).Routes["r"].Targets[0].Parameters!.AdditionalProperties!["logit_bias"];
        bias.ValueKind.Should().Be(JsonValueKind.Object);
        bias.GetProperty("50256").GetInt32().Should().Be(-100);
        bias.GetProperty("7").GetInt32().Should().Be(5);
    }

    [Fact]
    public void Lines_and_columns_of_one_long_line_cost_its_length_once()
    {
        // Counting each column from the start of the line would look at 4 * 10^11 characters.
        string json = "[" + string.Join(',', Enumerable.Repeat("\"ü\"", 400_000)) + "]";
        ConfigNode root = JsonTreeReader.Read(Encoding.UTF8.GetBytes(json), new ConfigIssues(null))!;
        root.Children[^1].Position.Should().Be(new ConfigPosition(1, json.Length - 3));
    }

    [Theory]
    [InlineData("\u00ff\u00fe{}")]
    [InlineData("{ \"routes\": { \"\u00c3\": {} } }")]
    public void Bytes_that_are_no_UTF8_are_an_error_with_a_place(string latin1)
    {
        FakeEnvironment machine = Given.Environment();
        machine.Write(Given.FileName, Encoding.Latin1.GetBytes(latin1));
        using FileConfigSource source = new(Given.FileName, TimeProvider.System, null, machine);
        ConfigurationError error = Given.Errors(() => source.Load(Given.Context)).Should().ContainSingle().Which;
        error.Message.Should().Contain("not valid UTF-8");
        error.Line.Should().Be(1);
    }

    [Fact]
    public void A_file_deeper_than_JSON_may_be_is_an_error() =>
        Given.JsonErrors(new string('[', 100_000)).Should().ContainSingle().Which.Line.Should().Be(1);

    private static IReadOnlyList<ConfigurationError> Errors(Dictionary<string, string?> values) => Given.Errors(() => Load(values));

    private static RouterConfig Load(Dictionary<string, string?> values)
    {
        using ConfigurationRoot root = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        using SectionConfigSource source = new(root, Given.Environment());
        return source.Load(Given.Context).Config;
    }
}

using Router.CodeMode.Execution;

namespace Router.CodeMode.Tests.Catalogue.OpenApi;

/// <summary>The table of styles of the OpenAPI specification, row by row.</summary>
public sealed class ParameterStyleTests
{
    private const string Text = "\"blue\"";
    private const string List = """["blue","black","brown"]""";
    private const string Members = """{"R":100,"G":200,"B":150}""";

    [Theory]
    [InlineData("matrix", false, "\"\"", ";color")]
    [InlineData("matrix", false, Text, ";color=blue")]
    [InlineData("matrix", false, List, ";color=blue,black,brown")]
    [InlineData("matrix", false, Members, ";color=R,100,G,200,B,150")]
    [InlineData("matrix", true, Text, ";color=blue")]
    [InlineData("matrix", true, List, ";color=blue;color=black;color=brown")]
    [InlineData("matrix", true, Members, ";R=100;G=200;B=150")]
    [InlineData("label", false, Text, ".blue")]
    [InlineData("label", false, List, ".blue,black,brown")]
    [InlineData("label", false, Members, ".R,100,G,200,B,150")]
    [InlineData("label", true, List, ".blue.black.brown")]
    [InlineData("label", true, Members, ".R=100.G=200.B=150")]
    [InlineData("simple", false, Text, "blue")]
    [InlineData("simple", false, List, "blue,black,brown")]
    [InlineData("simple", false, Members, "R,100,G,200,B,150")]
    [InlineData("simple", true, List, "blue,black,brown")]
    [InlineData("simple", true, Members, "R=100,G=200,B=150")]
    [InlineData("simple", false, "\"a/b c?d#e%f\"", "a%2Fb%20c%3Fd%23e%25f")]
    [InlineData("simple", false, "12.5", "12.5")]
    [InlineData("simple", false, "true", "true")]
    public async Task A_path_is_filled_in(string style, bool explode, string value, string written) =>
        (await ApiRig.PathOfAsync("/x/{color}/y", Parameter("path", style, explode), $"[{{\"color\":{value}}}]")).Should().Be($"/x/{written}/y");

    [Theory]
    [InlineData("form", false, "\"\"", "color=")]
    [InlineData("form", false, Text, "color=blue")]
    [InlineData("form", false, List, "color=blue,black,brown")]
    [InlineData("form", false, Members, "color=R,100,G,200,B,150")]
    [InlineData("form", true, List, "color=blue&color=black&color=brown")]
    [InlineData("form", true, Members, "R=100&G=200&B=150")]
    [InlineData("spaceDelimited", false, List, "color=blue%20black%20brown")]
    [InlineData("spaceDelimited", false, Members, "color=R%20100%20G%20200%20B%20150")]
    [InlineData("pipeDelimited", false, List, "color=blue%7Cblack%7Cbrown")]
    [InlineData("pipeDelimited", false, Members, "color=R%7C100%7CG%7C200%7CB%7C150")]
    [InlineData("deepObject", true, Members, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150")]
    [InlineData("deepObject", true, """{"a":{"b":1},"c":[1,2]}""", "color%5Ba%5D%5Bb%5D=1&color%5Bc%5D=1&color%5Bc%5D=2")]
    [InlineData("form", true, "\"a&b=c d\"", "color=a%26b%3Dc%20d")]
    public async Task A_query_is_written(string style, bool explode, string value, string written) =>
        (await ApiRig.PathOfAsync("/x", Parameter("query", style, explode), $"[{{\"color\":{value}}}]")).Should().Be("/x?" + written);

    [Theory]
    [InlineData(false, List, "blue,black,brown")]
    [InlineData(false, Members, "R,100,G,200,B,150")]
    [InlineData(true, Members, "R=100,G=200,B=150")]
    public async Task A_header_is_written(bool explode, string value, string written)
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/x", $"\"parameters\":{Parameter("header", "simple", explode)},"));

        await rig.Dispatcher.ValueAsync("api.op", $"[{{\"color\":{value}}}]");

        rig.Last.Message.Headers.NonValidated["color"].ToString().Should().Be(written);
    }

    [Fact]
    public async Task Cookies_content_and_reserved_characters_are_written()
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document(
            "/x",
            """
            "parameters":[{"name":"c","in":"cookie","schema":{"type":"string"}},{"name":"j","in":"query","content":{"application/json":{"schema":{"type":"object"}}}},
             {"name":"r","in":"query","allowReserved":true,"schema":{"type":"string"}}],
            """));

        await rig.Dispatcher.ValueAsync("api.op", """[{"c":"a;b","j":{"a":[1]},"r":"a/b?c&d#e f"}]""");

        rig.Last.Header("Cookie").Should().Be("c=a%3Bb");
        rig.Last.Path.Should().Be("/v1/x?j=%7B%22a%22%3A%5B1%5D%7D&r=a/b?c%26d%23e%20f");
    }

    [Theory]
    [InlineData("\"..\"")]
    [InlineData("\".\"")]
    [InlineData("\"\"")]
    public async Task An_argument_that_would_lead_to_another_path_is_refused(string value)
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/x/{color}/y", $"\"parameters\":{Parameter("path", "simple", false)},"));

        (await rig.Dispatcher.ErrorAsync("api.op", $"[{{\"color\":{value}}}]")).Kind.Should().Be(CodeErrorKind.InvalidArguments);
        rig.Server.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("a\\r\\nX-Evil: 1")]
    [InlineData("ü")]
    public async Task A_header_takes_no_line_break(string value)
    {
        ApiRig rig = await ApiRig.StartAsync(ApiRig.Document("/x", $"\"parameters\":{Parameter("header", "simple", false)},"));

        (await rig.Dispatcher.ErrorAsync("api.op", $"[{{\"color\":\"{value}\"}}]")).Kind.Should().Be(CodeErrorKind.InvalidArguments);
        rig.Server.Requests.Should().BeEmpty();
    }

    private static string Parameter(string place, string style, bool explode) =>
        """[{"name":"color","in":"PLACE","required":true,"style":"STYLE","explode":EXPLODE,"schema":{}}]"""
            .Replace("PLACE", place, StringComparison.Ordinal)
            .Replace("STYLE", style, StringComparison.Ordinal)
            .Replace("EXPLODE", explode ? "true" : "false", StringComparison.Ordinal);
}

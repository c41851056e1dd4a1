using Microsoft.Extensions.AI;
using Router.Resilience;

namespace Router.Providers.Tests.OpenAI;

/// <summary>Image answers that look like success, and requests a form cannot carry.</summary>
public sealed class OddImageTests
{
    private const string Png = "iVBORw0KGgo=";

    [Theory]
    [InlineData("""{"data":[{"b64_json":""}]}""")]
    [InlineData("""{"data":[{"b64_json":"not base64!"}]}""")]
    [InlineData("""{"data":[{"b64_json":null,"url":null}]}""")]
    [InlineData($$"""{"data":[{"b64_json":"{{Png}}"},{"b64_json":null}]}""")]
    [InlineData($$"""{"data":[{"b64_json":"{{Png}}"},null]}""")]
    [InlineData("""{"data":[{"url":"file:///etc/passwd"}]}""")]
    [InlineData("""{"data":[{"url":"javascript:alert(1)"}]}""")]
    [InlineData("""{"data":[{"url":"/relative.png"}]}""")]
    public async Task An_image_that_cannot_be_had_is_no_success(string body)
    {
        using OpenAIRig rig = OpenAIRig.Answering(body);

        (await FailAsync(rig)).Should().BeEquivalentTo(new { Class = FailureClass.Malformed, InDoubt = true });
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"a b\"")]
    [InlineData("\"png\\r\\nx\"")]
    [InlineData("7")]
    public async Task An_output_format_that_is_none_is_not_believed(string format)
    {
        using OpenAIRig data = OpenAIRig.Answering($$"""{"output_format":{{format}},"data":[{"b64_json":"AAAA"}]}""");
        using OpenAIRig address = OpenAIRig.Answering($$"""{"output_format":{{format}},"data":[{"url":"https://a.test/x"}]}""");

        ((DataContent)(await MakeAsync(data)).Contents.Single()).MediaType.Should().Be("image/png");
        ((UriContent)(await MakeAsync(address)).Contents.Single()).MediaType.Should().Be("image/png");
    }

    [Fact]
    public async Task An_edit_takes_a_count_from_the_additional_properties()
    {
        using OpenAIRig rig = OpenAIRig.Answering($$"""{"data":[{"b64_json":"{{Png}}"}]}""");

        await rig.Provider.CreateImageGenerator(new("gpt-image-1"))!.GenerateAsync(
            new("x", [new DataContent(Convert.FromBase64String(Png), "image/png")]), new() { AdditionalProperties = new() { ["n"] = 2 } });

        rig.Handler.Requests[0].Text.Should().MatchRegex("name=\"?n\"?\r\n\r\n2\r\n");
    }

    [Theory]
    [InlineData("a\r\nX-Injected: 1")]
    [InlineData("a\"; filename=\"b")]
    public async Task A_field_of_a_form_cannot_write_headers(string field)
    {
        using OpenAIRig rig = OpenAIRig.Answering($$"""{"data":[{"b64_json":"{{Png}}"}]}""");
        Func<Task> act = () => rig.Provider.CreateImageGenerator(new("gpt-image-1"))!.GenerateAsync(
            new("x", [new DataContent(Convert.FromBase64String(Png), "image/png")]), new() { AdditionalProperties = new() { [field] = "secret value" } });

        Exception failure = (await act.Should().ThrowAsync<Exception>()).Which;

        rig.Provider.Classifier.Classify(failure).Class.Should().Be(FailureClass.CallerFault);
        failure.ToString().Should().NotContain("secret value");
        rig.Handler.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task An_image_to_edit_may_have_a_media_type_with_parameters()
    {
        using OpenAIRig rig = OpenAIRig.Answering($$"""{"data":[{"b64_json":"{{Png}}"}]}""");

        await rig.Provider.CreateImageGenerator(new("gpt-image-1"))!.GenerateAsync(
            new("x", [new DataContent(Convert.FromBase64String(Png), "image/png;q=1")]));

        rig.Handler.Requests[0].Text.Should().Contain("image0.png").And.NotContain("image0.png;q");
    }

    private static Task<ImageGenerationResponse> MakeAsync(OpenAIRig rig) =>
        rig.Provider.CreateImageGenerator(new("gpt-image-1"))!.GenerateAsync(new("x"));

    private static async Task<Failure> FailAsync(OpenAIRig rig) =>
        rig.Provider.Classifier.Classify((await FluentActions.Awaiting(() => MakeAsync(rig)).Should().ThrowAsync<Exception>()).Which);
}

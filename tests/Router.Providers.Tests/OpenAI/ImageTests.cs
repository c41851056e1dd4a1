using System.Drawing;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

public sealed class ImageTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    private static readonly string Answer = $$$"""
        {"created":1727888631,"output_format":"png","quality":"low","data":[{"b64_json":"{{{Convert.ToBase64String(Png)}}}","revised_prompt":"A cat."}],
         "usage":{"input_tokens":10,"input_tokens_details":{"image_tokens":0,"text_tokens":10},"output_tokens":20,"total_tokens":30}}
        """;

    [Fact]
    public async Task A_generation_is_sent_and_its_data_and_usage_come_back()
    {
        using OpenAIRig rig = OpenAIRig.Answering(Answer);

        ImageGenerationResponse response = await Generator(rig, "gpt-image-1").GenerateAsync(new("a cat"), new()
        {
            Count = 2,
            ImageSize = new Size(1024, 1536),
            MediaType = "image/webp",
            ResponseFormat = ImageGenerationResponseFormat.Data,
            AdditionalProperties = new() { ["quality"] = "low", ["prompt"] = "another" },
        });

        rig.Handler.Requests[0].Path.Should().Be("/v1/images/generations");
        JsonNode.DeepEquals(rig.SentBody, JsonNode.Parse(
            """{"model":"gpt-image-1","prompt":"a cat","n":2,"size":"1024x1536","output_format":"webp","quality":"low"}"""))
            .Should().BeTrue(rig.SentBody.ToJsonString());
        DataContent image = response.Contents.Should().ContainSingle().Which.Should().BeOfType<DataContent>().Which;
        image.MediaType.Should().Be("image/png", "the bytes say so");
        image.Data.ToArray().Should().Equal(Png);
        image.AdditionalProperties!["revised_prompt"].Should().Be("A cat.");
        response.Usage.Should().BeEquivalentTo(new { InputTokenCount = 10, OutputTokenCount = 20, TotalTokenCount = 30 });
        ((string?)((JsonObject)response.RawRepresentation!)["quality"]).Should().Be("low");
    }

    [Fact]
    public async Task An_older_model_is_asked_for_its_response_format_and_may_answer_with_addresses()
    {
        using OpenAIRig rig = OpenAIRig.Answering("""{"created":1,"data":[{"url":"https://a.test/1.png"},{"url":"https://a.test/2.png"}]}""");

        ImageGenerationResponse response = await Generator(rig, "dall-e-3").GenerateAsync(
            new("a cat"), new() { ResponseFormat = ImageGenerationResponseFormat.Uri, MediaType = "image/png" });

        ((string?)rig.SentBody["response_format"]).Should().Be("url");
        rig.SentBody["output_format"].Should().BeNull();
        response.Contents.Cast<UriContent>().Select(c => c.Uri.AbsolutePath).Should().Equal("/1.png", "/2.png");
        response.Usage.Should().BeNull();
    }

    [Fact]
    public async Task An_edit_is_a_form_with_its_images()
    {
        using OpenAIRig rig = OpenAIRig.Answering(Answer);

        await Generator(rig, "gpt-image-1").GenerateAsync(
            new("a hat", [new DataContent(Png, "image/png"), new DataContent(Png, "image/jpeg")]),
            new() { Count = 1, AdditionalProperties = new() { ["quality"] = "high", ["n"] = 9, ["flag"] = true } });

        RecordedRequest request = rig.Handler.Requests[0];
        request.Path.Should().Be("/v1/images/edits");
        request.Header("Content-Type").Should().StartWith("multipart/form-data");
        string form = System.Text.Encoding.Latin1.GetString(request.Body);
        foreach (string part in (string[])["name=model", "gpt-image-1", "name=prompt", "a hat", "name=n", "name=quality", "high", "name=flag", "true", "image/jpeg", "image0.png"])
        {
            form.Should().Contain(part);
        }

        form.Split("\"image[]\"").Should().HaveCount(3);
        form.Split("name=n\r\n").Should().HaveCount(2);
    }

    [Fact]
    public async Task Images_to_edit_must_be_data()
    {
        using OpenAIRig rig = OpenAIRig.Answering(Answer);
        Func<Task> act = () => Generator(rig, "gpt-image-1").GenerateAsync(new("a hat", [new UriContent("https://a.test/x.png", "image/png")]));

        (await act.Should().ThrowAsync<ArgumentException>()).Which.Message.Should().Contain("UriContent");
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{}]}""")]
    [InlineData("""{"data":[{"b64_json":"not base64!"}]}""")]
    [InlineData("""{"data":{"b64_json":"AAAA"}}""")]
    [InlineData("[]")]
    [InlineData("""{"data":[{"b64_json":"AAAA"}]""")]
    [InlineData("<html></html>")]
    public async Task An_answer_without_an_image_is_malformed_and_in_doubt(string body)
    {
        using OpenAIRig rig = OpenAIRig.Answering(body);

        Failure failure = await FailAsync(rig);

        failure.Class.Should().Be(FailureClass.Malformed);
        failure.InDoubt.Should().BeTrue("the image was paid for");
    }

    [Fact]
    public async Task An_error_is_classified_as_in_chat()
    {
        using OpenAIRig policy = new(_ => StubHttpHandler.Json("""{"error":{"code":"moderation_blocked","message":"no"}}""", HttpStatusCode.BadRequest));
        using OpenAIRig inside = OpenAIRig.Answering("""{"error":{"code":"server_is_overloaded","message":"busy"}}""");

        (await FailAsync(policy)).Class.Should().Be(FailureClass.ContentPolicy);
        (await FailAsync(inside)).Class.Should().Be(FailureClass.Capacity);
    }

    [Fact]
    public void Services_are_answered_by_type()
    {
        using OpenAIRig rig = OpenAIRig.Answering("{}");
        using IImageGenerator generator = Generator(rig, "m");

        generator.GetService<ImageGeneratorMetadata>()!.DefaultModelId.Should().Be("m");
        generator.GetService<IImageGenerator>().Should().BeSameAs(generator);
        generator.GetService(typeof(ImageGeneratorMetadata), "key").Should().BeNull();
    }

    private static async Task<Failure> FailAsync(OpenAIRig rig)
    {
        Exception error = (await FluentActions.Awaiting(() => Generator(rig, "m").GenerateAsync(new("x"))).Should().ThrowAsync<ProviderException>()).Which;
        return rig.Provider.Classifier.Classify(error);
    }

    private static IImageGenerator Generator(OpenAIRig rig, string model) => rig.Provider.CreateImageGenerator(new(model))!;
}

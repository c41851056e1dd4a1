using System.Drawing;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.WorkersAI;

public sealed class ImageTests
{
    private const string Flux1 = "@cf/black-forest-labs/flux-1-schnell";
    private const string Flux2 = "@cf/black-forest-labs/flux-2-dev";
    private const string Sdxl = "@cf/stabilityai/stable-diffusion-xl-base-1.0";

    // Signature, one data chunk of two bytes, the end chunk; checksums are not looked at.
    private static readonly byte[] Png =
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 2, 0x49, 0x44, 0x41, 0x54, 1, 2, 9, 9, 9, 9, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 8, 8, 8, 8,
    ];

    // A segment that holds an end marker of its own, as thumbnails do; a scan; the end.
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE1, 0, 6, 0xFF, 0xD9, 1, 2, 0xFF, 0xFF, 0xDA, 0, 3, 7, 5, 0xFF, 0, 6, 0xFF, 0xD9];

    private static readonly byte[] WebP = [.. "RIFF"u8, 6, 0, 0, 0, .. "WEBP"u8, 1, 2];

    public static TheoryData<byte[], string> Formats() => new()
    {
        { Png, "image/png" },
        { Jpeg, "image/jpeg" },
        { WebP, "image/webp" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_image_comes_raw_or_in_base64_and_tells_its_own_type(byte[] image, string mediaType)
    {
        string base64 = Convert.ToBase64String(image);
        Func<HttpResponseMessage>[] forms =
        [
            () => StubHttpHandler.Body(image, "image/png"),
            () => StubHttpHandler.Body(image, "application/json"),
            () => StubHttpHandler.Json(WorkersAIRig.InEnvelope($$"""{"image":"{{base64}}"}""")),
            () => StubHttpHandler.Json(WorkersAIRig.InEnvelope($"\"{base64}\"")),
            () => StubHttpHandler.Json($$"""{"image":"data:image/png;base64,{{base64}}"}"""),
        ];
        foreach (Func<HttpResponseMessage> form in forms)
        {
            using WorkersAIRig rig = new(_ => form());

            DataContent made = (DataContent)(await rig.Images(Sdxl).GenerateAsync(new("a cat"))).Contents.Single();

            made.Data.ToArray().Should().Equal(image);
            made.MediaType.Should().Be(mediaType);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_body_cut_at_any_byte_is_an_error(byte[] image, string mediaType)
    {
        byte[] envelope = System.Text.Encoding.UTF8.GetBytes(WorkersAIRig.InEnvelope($$"""{"image":"{{Convert.ToBase64String(image)}}"}"""));
        foreach (byte[] body in (byte[][])[image, envelope])
        {
            for (int length = 0; length < body.Length; length++)
            {
                byte[] cut = body[..length];
                using WorkersAIRig rig = new(_ => StubHttpHandler.Body(cut, mediaType));
                Func<Task> act = () => rig.Images(Sdxl).GenerateAsync(new("a cat"));

                ProviderException error = (await act.Should().ThrowAsync<ProviderException>($"cut at {length}")).Which;
                rig.Provider.Classifier.Classify(error).Class.Should().Be(FailureClass.Malformed);
            }
        }
    }

    [Theory]
    [InlineData("""{"result":{"image":"bm8gaW1hZ2U="},"success":true}""", FailureClass.Malformed)]
    [InlineData("""{"result":{"image":"***"},"success":true}""", FailureClass.Malformed)]
    [InlineData("""{"result":{},"success":true}""", FailureClass.Malformed)]
    [InlineData("""{"result":{"image":null},"success":true}""", FailureClass.Malformed)]
    [InlineData("""{"result":{"image":"\ud800"},"success":true}""", FailureClass.Malformed)]
    [InlineData("<html>", FailureClass.Malformed)]
    [InlineData("""{"errors":[{"code":3030,"message":"output has been flagged"}],"success":false,"result":{}}""", FailureClass.ContentPolicy)]
    public async Task What_is_no_image_is_a_failure(string body, FailureClass expected)
    {
        using WorkersAIRig rig = WorkersAIRig.Answering(body);
        Func<Task> act = () => rig.Images(Flux1).GenerateAsync(new("a cat"));

        rig.Provider.Classifier.Classify((await act.Should().ThrowAsync<ProviderException>()).Which).Class.Should().Be(expected);
    }

    [Fact]
    public async Task Flux_1_is_sent_nothing_that_it_refuses()
    {
        JsonNode sent = await SendAsync(Flux1, new("a cat"), new()
        {
            ImageSize = new Size(1280, 720),
            AdditionalProperties = new() { ["seed"] = 7, ["steps"] = 6, ["go_fast"] = true },
        });

        JsonNode.DeepEquals(sent, JsonNode.Parse("""{"prompt":"a cat","steps":6}""")).Should().BeTrue(sent.ToJsonString());
    }

    [Fact]
    public async Task Stable_diffusion_is_sent_the_nearest_size_and_the_image_to_start_from()
    {
        JsonNode sent = await SendAsync(Sdxl, new("a cat", [new DataContent(Png, "image/png")]), new()
        {
            ImageSize = new Size(100, 4000),
            AdditionalProperties = new() { ["seed"] = 7, ["negative_prompt"] = "dog", ["strength"] = 0.5, ["width"] = 3, ["go_fast"] = true },
        });

        string expected = $$"""{"prompt":"a cat","width":256,"height":2048,"image_b64":"{{Convert.ToBase64String(Png)}}","seed":7,"negative_prompt":"dog","strength":0.5}""";
        JsonNode.DeepEquals(sent, JsonNode.Parse(expected)).Should().BeTrue(sent.ToJsonString());
    }

    [Fact]
    public async Task An_unknown_model_is_sent_what_the_caller_adds()
    {
        JsonNode sent = await SendAsync("@cf/someone/painter", new("a cat"), new() { ImageSize = new Size(3, 4), AdditionalProperties = new() { ["style"] = "oil" } });

        JsonNode.DeepEquals(sent, JsonNode.Parse("""{"prompt":"a cat","width":3,"height":4,"style":"oil"}""")).Should().BeTrue(sent.ToJsonString());
    }

    [Fact]
    public async Task Flux_2_is_sent_a_form()
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Body(Png, "image/png"));

        await rig.Images(Flux2).GenerateAsync(
            new("a cat", [new DataContent(Png, "image/png"), new DataContent(Jpeg, "image/jpeg")]),
            new() { ImageSize = new Size(4000, 512), AdditionalProperties = new() { ["steps"] = 4, ["num_steps"] = 9 } });

        RecordedRequest sent = rig.Handler.Requests[0];
        sent.Header("Content-Type").Should().StartWith("multipart/form-data; boundary=");
        string text = System.Text.Encoding.Latin1.GetString(sent.Body);
        foreach ((string name, string value) in (List<(string, string)>)[("prompt", "a cat"), ("width", "1920"), ("height", "512"), ("steps", "4")])
        {
            text.Should().MatchRegex($"name=\"{name}\"\r\n(\r\n|.*\r\n\r\n){value}\r\n");
        }

        text.Should().Contain("name=\"input_image_0\"").And.Contain("name=\"input_image_1\"").And.NotContain("num_steps");
    }

    [Fact]
    public async Task The_fields_of_a_form_have_one_plain_name_each_and_hold_texts_as_they_stand()
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Body(Png, "image/png"));
        AdditionalPropertiesDictionary extra = new()
        {
            ["steps"] = System.Text.Json.JsonDocument.Parse("\"4\"").RootElement,
            ["guidance"] = 3.5,
            ["seed"] = null,
        };

        await rig.Images(Flux2).GenerateAsync(new("a cat", [new DataContent(Png, "image/png; name=x")]), new() { AdditionalProperties = extra });

        string text = System.Text.Encoding.Latin1.GetString(rig.Handler.Requests[0].Body);
        text.Should().NotContain("filename*").And.NotContain("seed").And.Contain("name=\"input_image_0\"; filename=\"image_0\"");
        text.Should().MatchRegex("name=\"?steps\"?\r\n(\r\n|.*\r\n\r\n)4\r\n").And.Contain("\r\n\r\n3.5\r\n");
    }

    [Fact]
    public async Task An_image_that_dies_unanswered_is_in_doubt_because_it_is_paid_for()
    {
        using WorkersAIRig rig = new(_ => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        Func<Task> act = () => rig.Images(Sdxl).GenerateAsync(new("a cat"));

        rig.Provider.Classifier.Classify((await act.Should().ThrowAsync<ProviderException>()).Which).InDoubt.Should().BeTrue();
    }

    [Fact]
    public async Task Several_images_are_several_calls_and_a_failed_one_fails_them_all()
    {
        int calls = 0;
        using WorkersAIRig rig = new(_ => ++calls == 4 ? StubHttpHandler.Json("{}", System.Net.HttpStatusCode.BadGateway) : StubHttpHandler.Body(Png, "image/png"));
        Func<Task> second = () => rig.Images(Sdxl).GenerateAsync(new("a cat"), new() { Count = 2 });

        (await rig.Images(Sdxl).GenerateAsync(new("a cat"), new() { Count = 2 })).Contents.Should().HaveCount(2);
        await second.Should().ThrowAsync<ProviderException>();
        calls.Should().Be(4);
    }

    [Fact]
    public async Task A_request_the_model_cannot_take_is_refused_before_it_is_sent()
    {
        using WorkersAIRig rig = WorkersAIRig.Answering("{}");
        DataContent image = new(Png, "image/png");
        (string Model, ImageGenerationRequest Request, int Count)[] refused =
        [
            (Flux1, new("a cat", [image]), 1),
            (Sdxl, new("a cat", [image, image]), 1),
            (Sdxl, new("a cat", [new UriContent("https://a.test/x.png", "image/png")]), 1),
            (Sdxl, new(" "), 1),
            (Sdxl, new("a cat"), 0),
        ];
        foreach ((string model, ImageGenerationRequest request, int count) in refused)
        {
            Func<Task> act = () => rig.Images(model).GenerateAsync(request, new() { Count = count });
            await act.Should().ThrowAsync<ArgumentException>();
        }

        rig.Handler.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_bill_stands_with_the_image()
    {
        using WorkersAIRig rig = new(_ =>
        {
            HttpResponseMessage response = StubHttpHandler.Body(Png, "image/png");
            response.Headers.Add("cf-ai-neurons", "57.6");
            return response;
        });

        (await rig.Images(Sdxl).GenerateAsync(new("a cat"))).Contents[0].AdditionalProperties!["cf-ai-neurons"].Should().Be(57.6);
    }

    [Fact]
    public async Task Cancelling_is_the_callers_own()
    {
        using WorkersAIRig rig = new(new StubHttpHandler(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return new HttpResponseMessage();
        }));
        using CancellationTokenSource caller = new();
        Task<ImageGenerationResponse> pending = rig.Images(Sdxl).GenerateAsync(new("a cat"), cancellationToken: caller.Token);

        await caller.CancelAsync();

        await pending.Invoking(async p => await p).Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<JsonNode> SendAsync(string model, ImageGenerationRequest request, ImageGenerationOptions options)
    {
        using WorkersAIRig rig = new(_ => StubHttpHandler.Body(Png, "image/png"));
        await rig.Images(model).GenerateAsync(request, options);
        rig.Handler.Requests[0].Path.Should().EndWith("/ai/run/" + model);
        return rig.Sent;
    }
}

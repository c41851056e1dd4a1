using System.Drawing;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Providers.Replicate;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

public sealed class ReplicateImageGeneratorTests
{
    private const string File1 = "https://replicate.delivery/pbxt/a/out-0.png";
    private const string File2 = "https://replicate.delivery/pbxt/a/out-1.webp";
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    [Theory]
    [InlineData($"\"{File1}\"", 1)]
    [InlineData($"[\"{File1}\"]", 1)]
    [InlineData($"[\"{File1}\",\"{File2}\"]", 2)]
    public async Task The_bytes_are_fetched_at_once_without_the_credential(string output, int count)
    {
        ReplicateBench bench = Bench(output, Png);

        ImageGenerationResponse response = await bench.PumpAsync(bench.Images().GenerateAsync(
            new ImageGenerationRequest("a cat"), new ImageGenerationOptions { Count = count }));

        response.Contents.Should().HaveCount(count).And.AllBeOfType<DataContent>();
        DataContent image = (DataContent)response.Contents[0];
        (image.MediaType, image.Data.ToArray().SequenceEqual(Png)).Should().Be(("image/png", true));
        image.AdditionalProperties!["version"].Should().Be(ReplicateBench.Version);
        response.Usage!.AdditionalCounts!["image_count"].Should().Be(1);
        response.RawRepresentation.Should().BeOfType<JsonElement>();
        bench.Handler.Requests.Where(request => request.Message.RequestUri!.Host == "replicate.delivery")
            .Should().HaveCount(count).And.OnlyContain(request => request.Header("Authorization") == null && request.Header("x-team") == null);
        (bench.Creates, bench.Cancels).Should().Be((1, 0));
    }

    [Theory]
    [InlineData("https://api.replicate.com/v1/files/f/download", true)]
    [InlineData("https://other.replicate.com/x.png", false)]
    public async Task The_credential_goes_with_a_file_of_the_API_itself_alone(string file, bool sent)
    {
        ReplicateBench bench = Bench($"\"{file}\"", Png);

        await bench.PumpAsync(bench.Images().GenerateAsync(new ImageGenerationRequest("a cat")));

        bench.Handler.Requests[^1].Header("Authorization").Should().Be(sent ? $"Bearer {ReplicateBench.Token}" : null);
    }

    [Fact]
    public async Task An_address_is_given_where_it_is_asked_for()
    {
        ReplicateBench bench = Bench($"[\"{File1}\",\"https://elsewhere.example/b.webp\"]", Png);

        ImageGenerationResponse response = await bench.Images().GenerateAsync(
            new ImageGenerationRequest("a cat"), new ImageGenerationOptions { ResponseFormat = ImageGenerationResponseFormat.Uri });

        response.Contents.Cast<UriContent>().Select(image => (image.Uri.AbsoluteUri, image.MediaType))
            .Should().Equal((File1, "image/png"), ("https://elsewhere.example/b.webp", "image/webp"));
        bench.Handler.Requests.Should().ContainSingle("nothing was fetched");
    }

    [Fact]
    public async Task A_data_URI_is_taken_for_its_bytes_and_not_for_its_word()
    {
        ReplicateBench bench = Bench($"\"data:image/webp;base64,{Convert.ToBase64String(Png)}\"", []);

        ImageGenerationResponse response = await bench.Images().GenerateAsync(new ImageGenerationRequest("a cat"));

        response.Contents.Should().ContainSingle().Which.Should().BeOfType<DataContent>().Which.MediaType.Should().Be("image/png");
    }

    [Theory]
    [InlineData("\"https://evil.example/x.png\"")]
    [InlineData("\"http://169.254.169.254/latest/meta-data\"")]
    [InlineData("\"http://localhost/x.png\"")]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("\"a cat\"")]
    [InlineData("{\"image\":\"x\"}")]
    [InlineData("\"\"")]
    [InlineData("\"data:image/png;base64,####\"")]
    [InlineData("\"data:image/png;base64,AAAA\"")]
    public async Task What_is_no_image_of_Replicates_is_malformed_and_fetched_from_nowhere(string output)
    {
        ReplicateBench bench = Bench(output, Png);

        ProviderException failure = await FailAsync(bench);

        failure.Class.Should().Be(FailureClass.Malformed);
        bench.Handler.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("<html>not here</html>")]
    [InlineData("<svg/>")]
    [InlineData("RIFF1234WAVE")]
    public async Task A_file_that_is_no_image_is_malformed(string body)
    {
        ReplicateBench bench = Bench($"\"{File1}\"", System.Text.Encoding.UTF8.GetBytes(body));

        (await FailAsync(bench)).Class.Should().Be(FailureClass.Malformed);
    }

    public static TheoryData<byte[], string?> Magic => new()
    {
        { Png, "image/png" },
        { [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg" },
        { "GIF89a"u8.ToArray(), "image/gif" },
        { "GIF87a"u8.ToArray(), "image/gif" },
        { "RIFF\0\0\0\0WEBPVP8 "u8.ToArray(), "image/webp" },
        { "\0\0\0\u0020ftypavif"u8.ToArray(), "image/avif" },
        { "\0\0\0\u0020ftypmp42"u8.ToArray(), null },
        { "RIFF"u8.ToArray(), null },
        { [], null },
    };

    [Theory]
    [MemberData(nameof(Magic))]
    public void An_image_is_known_by_its_first_bytes(byte[] bytes, string? mediaType) =>
        ReplicateMediaTypes.OfImage(bytes).Should().Be(mediaType);

    [Fact]
    public async Task A_fetch_that_fails_in_passing_is_repeated_and_the_prediction_is_not()
    {
        ReplicateBench bench = Bench($"\"{File1}\"", Png);
        int fetches = 0;
        bench.OnOther = (_, _) => Task.FromResult(++fetches < 4 ? ReplicateBench.Problem(503, "") : StubHttpHandler.Body(Png, "image/png"));

        ImageGenerationResponse response = await bench.PumpAsync(bench.Images().GenerateAsync(new ImageGenerationRequest("a cat")));

        response.Contents.Should().ContainSingle();
        (fetches, bench.Creates).Should().Be((4, 1));
    }

    [Theory]
    [InlineData(503, 4)]
    [InlineData(404, 1)]
    public async Task A_fetch_that_fails_for_good_is_in_doubt_because_the_image_is_paid_for(int status, int times)
    {
        ReplicateBench bench = Bench($"\"{File1}\"", Png);
        bench.OnOther = (_, _) => Task.FromResult(ReplicateBench.Problem(status, ""));

        ProviderException failure = await FailAsync(bench);

        (failure.InDoubt, failure.RequestId, bench.Creates, bench.Cancels).Should().Be((true, ReplicateBench.Id, 1, 0));
        bench.Handler.Requests.Should().HaveCount(1 + times);
    }

    [Theory]
    [InlineData("[]", "", 1, FailureClass.Malformed)]
    [InlineData("[]", "", 0, FailureClass.Malformed)]
    [InlineData("[null]", ",\"logs\":\"NSFW content detected\"", 1, FailureClass.ContentPolicy)]
    [InlineData($"[\"{File1}\"]", "", 2, FailureClass.Malformed)]
    [InlineData($"[\"{File1}\"]", ",\"logs\":\"NSFW content detected in 1 outputs, showing the rest\"", 2, FailureClass.ContentPolicy)]
    public async Task Fewer_images_than_asked_for_are_a_failure(string output, string logs, int asked, FailureClass expected)
    {
        ReplicateBench bench = Bench(output, Png, logs);

        ProviderException failure = await FailAsync(bench, new ImageGenerationOptions { Count = asked });

        failure.Class.Should().Be(expected);
    }

    [Fact]
    public async Task Options_become_the_fields_that_most_models_share()
    {
        ReplicateBench bench = Bench($"[\"{File1}\",\"{File1}\"]", Png);

        await bench.Images().GenerateAsync(new ImageGenerationRequest("a cat"), new ImageGenerationOptions
        {
            Count = 2,
            ImageSize = new Size(640, 480),
            MediaType = "image/jpeg",
            AdditionalProperties = new() { ["seed"] = 7 },
        });

        bench.Input().ToJsonString().Should().Be("""{"prompt":"a cat","width":640,"height":480,"num_outputs":2,"output_format":"jpg","seed":7}""");
    }

    [Fact]
    public async Task An_aspect_ratio_takes_the_place_of_width_and_height_and_one_image_needs_no_count()
    {
        ReplicateBench bench = Bench($"\"{File1}\"", Png);

        await bench.Images().GenerateAsync(new ImageGenerationRequest("a cat"), new ImageGenerationOptions
        {
            Count = 1,
            ImageSize = new Size(640, 480),
            AdditionalProperties = new() { ["aspect_ratio"] = "16:9" },
        });

        bench.Input().ToJsonString().Should().Be("""{"prompt":"a cat","aspect_ratio":"16:9"}""");
    }

    [Fact]
    public async Task An_original_image_is_passed_on()
    {
        ReplicateBench bench = Bench($"\"{File1}\"", Png);
        DataContent original = new(Png, "image/png");

        await bench.Images().GenerateAsync(new ImageGenerationRequest("a cat", [original]));

        bench.Input()["image"]!.GetValue<string>().Should().Be(original.Uri);
    }

    public static TheoryData<string> Impossible => ["hosted", "two", "audio", "type"];

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task What_cannot_be_done_is_said_before_anything_is_sent(string what)
    {
        ReplicateBench bench = new();
        DataContent original = new(Png, what == "audio" ? "audio/wav" : "image/png");
        ImageGenerationRequest request = new("a cat", what == "two" ? [original, original] : what == "audio" ? [original] : []);
        ImageGenerationOptions options = new()
        {
            ResponseFormat = what == "hosted" ? ImageGenerationResponseFormat.Hosted : null,
            MediaType = what == "type" ? "image/tiff" : null,
        };

        await FluentActions.Awaiting(() => bench.Images().GenerateAsync(request, options)).Should().ThrowAsync<NotSupportedException>();

        bench.Handler.Requests.Should().BeEmpty();
    }

    private static ReplicateBench Bench(string output, byte[] file, string more = "")
    {
        ReplicateBench bench = new ReplicateBench().Creating("succeeded", output, ",\"metrics\":{\"image_count\":1}" + more);
        bench.Settings["headers.x-team"] = "red";
        bench.OnOther = (_, _) => Task.FromResult(StubHttpHandler.Body(file, "application/octet-stream"));
        return bench;
    }

    private static async Task<ProviderException> FailAsync(ReplicateBench bench, ImageGenerationOptions? options = null) =>
        (await FluentActions.Awaiting(() => bench.PumpAsync(bench.Images().GenerateAsync(new ImageGenerationRequest("a cat"), options)))
            .Should().ThrowAsync<ProviderException>()).Which;
}

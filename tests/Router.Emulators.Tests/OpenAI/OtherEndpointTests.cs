using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Router.Emulators.Images;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.OpenAI;

public sealed class OtherEndpointTests : EmulatorTest
{
    [Fact]
    public async Task Base64_embeddings_are_the_little_endian_floats_of_the_plain_ones()
    {
        JsonNode plain = await PostForJsonAsync(Emulators.OpenAI, "/embeddings", """{"model":"text-embedding-3-small","input":["a b"],"dimensions":8}""");
        JsonNode packed = await PostForJsonAsync(Emulators.OpenAI, "/embeddings", """{"model":"text-embedding-3-small","input":"a b","dimensions":8,"encoding_format":"base64"}""");

        byte[] bytes = Convert.FromBase64String(packed["data"]![0]!["embedding"]!.GetValue<string>());
        MemoryMarshal.Cast<byte, float>(bytes).ToArray().Should().Equal(plain["data"]![0]!["embedding"]!.AsArray().Select(v => v!.GetValue<float>()));
        plain["model"]!.GetValue<string>().Should().Be("text-embedding-3-small");
    }

    [Theory]
    [InlineData("""{"model":"text-embedding-3-small","input":""}""")]
    [InlineData("""{"model":"text-embedding-3-small","input":[]}""")]
    [InlineData("""{"model":"text-embedding-3-small","input":"x","dimensions":9999}""")]
    [InlineData("""{"model":"text-embedding-ada-002","input":"x","dimensions":8}""")]
    [InlineData("""{"model":"text-embedding-3-small","input":"x","encoding_format":"hex"}""")]
    [InlineData("""{"model":"text-embedding-3-small","input":"x","pooling":"mean"}""")]
    public async Task Wrong_embedding_request_is_a_400(string body)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, "/embeddings", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Gpt_image_answers_base64_only_and_names_no_model()
    {
        JsonNode body = await PostForJsonAsync(Emulators.OpenAI, "/images/generations", """{"model":"gpt-image-1","prompt":"a red square","n":2}""");

        body["data"]!.AsArray().Should().HaveCount(2).And.OnlyContain(item => item!["b64_json"] != null && item["url"] == null);
        body["model"].Should().BeNull();
        body["usage"]!["total_tokens"]!.GetValue<int>().Should().BePositive();
    }

    [Fact]
    public async Task Dall_e_answers_an_address_that_this_emulator_serves_without_a_credential()
    {
        JsonNode body = await PostForJsonAsync(Emulators.OpenAI, "/images/generations", """{"model":"dall-e-3","prompt":"a red square","size":"1792x1024"}""");
        using HttpRequestMessage request = new(HttpMethod.Get, body["data"]![0]!["url"]!.GetValue<string>());
        using HttpResponseMessage file = await SendAsync(request);
        Raster raster = PngDecoder.TryDecode(await file.Content.ReadAsByteArrayAsync(Guard))!;

        (raster.Width, raster.Height).Should().Be((1792, 1024));
        Captioner.Describe(raster).Should().Be("a red square on a white background");
    }

    [Theory]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","response_format":"url"}""")]
    [InlineData("""{"model":"gpt-image-1","prompt":"x","size":"512x512"}""")]
    [InlineData("""{"model":"gpt-image-1"}""")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","n":2}""")]
    [InlineData("""{"model":"dall-e-3","prompt":"x","steps":2}""")]
    public async Task Wrong_image_request_is_a_400(string body)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, "/images/generations", body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Unreadable_image_to_edit_is_a_400()
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("gpt-image-1"), "model" },
            { new StringContent("a blue circle"), "prompt" },
            { new ByteArrayContent([1, 2, 3]), "image", "in.png" },
        };
        using HttpResponseMessage response = await SendAsync(Request(Emulators.OpenAI, HttpMethod.Post, "/images/edits", form));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await ReadJsonAsync(response))["error"]!["code"]!.GetValue<string>().Should().Be("invalid_image_file");
    }

    [Theory]
    [InlineData("whisper-1", "duration")]
    [InlineData("gpt-4o-mini-transcribe", "tokens")]
    public async Task Transcription_states_its_usage_in_the_model_s_own_kind(string model, string kind)
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent(model), "model" },
            { new ByteArrayContent(new byte[1234]), "file", "audio.mp3" },
        };
        using HttpResponseMessage response = await SendAsync(Request(Emulators.OpenAI, HttpMethod.Post, "/audio/transcriptions", form));
        JsonNode body = await ReadJsonAsync(response);

        body["text"]!.GetValue<string>().Should().Be("This recording has 1234 bytes.");
        body["usage"]!["type"]!.GetValue<string>().Should().Be(kind);
        body["model"].Should().BeNull();
    }

    [Fact]
    public async Task Streamed_transcription_ends_with_its_whole_text()
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent("gpt-4o-transcribe"), "model" },
            { new StringContent("true"), "stream" },
            { new ByteArrayContent(new byte[10]), "file", "audio.mp3" },
        };
        using HttpResponseMessage response = await SendAsync(Request(Emulators.OpenAI, HttpMethod.Post, "/audio/transcriptions", form));
        string text = await response.Content.ReadAsStringAsync(Guard);

        text.Should().Contain("transcript.text.delta").And.Contain("\"text\":\"This recording has 10 bytes.\"").And.EndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Models_lists_aliases_and_snapshots()
    {
        JsonNode list = await ReadJsonAsync(await GetAsync(Emulators.OpenAI, "/models"));
        using HttpResponseMessage none = await GetAsync(Emulators.OpenAI, "/models/gpt-9");

        list["data"]!.AsArray().Select(model => model!["id"]!.GetValue<string>()).Should().Contain(["gpt-4o-mini", "gpt-4o-mini-2024-07-18"]);
        none.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}

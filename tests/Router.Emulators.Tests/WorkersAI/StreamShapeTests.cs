using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.WorkersAI;

public sealed class StreamShapeTests : EmulatorTest
{
    private const string Llama = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
    private const string Streamed = """{"messages":[{"role":"user","content":"hello"}],"stream":true}""";

    [Fact]
    public async Task Native_frames_have_padding_and_usage_at_the_end()
    {
        List<JsonNode> frames = await FramesAsync(Reply.Say("a b"), Run(Llama));

        frames.Should().OnlyContain(frame => frame["p"] != null);
        frames[0]["response"]!.GetValue<string>().Should().Be("a");
        frames[^2].AsObject().ContainsKey("response").Should().BeFalse();
        frames[^1]["usage"]!["completion_tokens"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task Native_tool_frames_end_with_a_bare_finish_reason()
    {
        List<JsonNode> frames = await FramesAsync(Reply.Call("f", """{"a":1}""") with { Shape = StreamShape.NativeToolFrames }, Run(Llama));

        frames[0]["tool_calls"]![0]!["id"]!.GetValue<string>().Should().StartWith("call_");
        string.Concat(frames.Select(frame => frame["tool_calls"]?.AsArray() is [{ } call, ..] ? call["function"]!["arguments"]!.GetValue<string>() : ""))
            .Should().Be("""{"a":1}""");
        frames.Should().ContainSingle(frame => frame["finish_reason"] != null);
    }

    [Fact]
    public async Task OpenAI_chunks_carry_cumulative_usage()
    {
        List<JsonNode> frames = await FramesAsync(Reply.Say("a b c"), V1("chat/completions"), Llama);

        frames.Select(frame => frame["usage"]!["completion_tokens"]!.GetValue<int>()).Should().Equal(0, 1, 2, 3, 3);
        frames.Should().OnlyContain(frame => frame["model"]!.GetValue<string>() == Llama);
    }

    [Fact]
    public async Task Gemma_ends_with_a_native_usage_frame()
    {
        List<JsonNode> frames = await FramesAsync(null, Run("@cf/google/gemma-4-26b-a4b-it"));

        frames[0]["choices"]![0]!["delta"]!["content"]!.GetValue<string>().Should().BeEmpty();
        frames[1]["choices"]![0]!["delta"]!["reasoning"]!.GetValue<string>().Should().NotBeEmpty();
        frames[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>().Should().Be("stop");
        frames[^1]["response"]!.GetValue<string>().Should().BeEmpty();
        frames[^1]["usage"]!["neurons"]!.GetValue<double>().Should().Be(2.8);
    }

    [Fact]
    public async Task Null_finalization_closes_the_call_with_nulls()
    {
        List<JsonNode> frames = await FramesAsync(Reply.Call("f", "{}") with { Shape = StreamShape.NullFinalization }, V1("chat/completions"), Llama);

        JsonNode last = frames[^2]["choices"]![0]!["delta"]!["tool_calls"]![0]!;
        last["id"].Should().BeNull();
        last["function"]!.ToJsonString().Should().Be("""{"name":null,"arguments":""}""");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Json_scalars_stand_where_text_should(bool compatible)
    {
        Reply reply = new() { Pieces = ["costs", " 5", ".", "0", " true", " null"], Shape = StreamShape.JsonScalars };
        List<JsonNode> frames = await FramesAsync(reply, compatible ? V1("chat/completions") : Run(Llama), compatible ? Llama : null);

        string[] tokens = [.. frames
            .Select(frame => compatible ? frame["choices"]![0]!["delta"]!.AsObject() : frame.AsObject())
            .Where(part => !part.ContainsKey("role") && !part.ContainsKey("usage") && part.ContainsKey(compatible ? "content" : "response"))
            .Select(part => part[compatible ? "content" : "response"]?.ToJsonString() ?? "null")];
        tokens.Should().Equal("\"costs\"", "5", "\".\"", "0", "true", "null");
    }

    [Fact]
    public async Task Without_done_the_stream_ends_at_its_last_token()
    {
        string text = await TextAsync(Reply.Say("a b") with { Shape = StreamShape.WithoutDone }, V1("chat/completions"), Llama);

        text.Should().NotContain("[DONE]").And.NotContain("\"finish_reason\":\"");
    }

    [Theory]
    [InlineData("@cf/openai/gpt-oss-120b")]
    [InlineData("@cf/moonshotai/kimi-k2.6")]
    public async Task Some_models_answer_JSON_although_a_stream_was_asked_for(string model)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, Run(model), Streamed);

        response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        (await ReadJsonAsync(response))["result"]!["choices"]!.AsArray().Should().HaveCount(1);
    }

    [Fact]
    public async Task Single_line_feeds_separate_frames()
    {
        string text = await TextAsync(Reply.Say("a b") with { Shape = StreamShape.SingleLineFeeds }, Run(Llama));

        text.Should().NotContain("\n\n").And.EndWith("data: [DONE]\n");
    }

    [Fact]
    public async Task Compatible_route_answers_without_an_envelope_and_fails_with_one()
    {
        JsonNode good = await PostForJsonAsync(
            Emulators.WorkersAI, V1("chat/completions"), $$"""{"model":"{{Llama}}","messages":[{"role":"user","content":"hello"}]}""");
        using HttpResponseMessage bad = await PostAsync(
            Emulators.WorkersAI, V1("chat/completions"), $$"""{"model":"{{Llama}}","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""");

        good["choices"]![0]!["message"]!["content"]!.GetValue<string>().Should().EndWith("hello");
        good["result"].Should().BeNull();
        ((int)bad.StatusCode).Should().Be(400);
        (await ReadJsonAsync(bad))["errors"]![0]!["code"]!.GetValue<int>().Should().Be(5006);
    }

    [Fact]
    public async Task Compatible_embeddings_are_OpenAI_s_list()
    {
        JsonNode body = await PostForJsonAsync(Emulators.WorkersAI, V1("embeddings"), """{"model":"@cf/baai/bge-m3","input":["a","b"]}""");

        body["object"]!.GetValue<string>().Should().Be("list");
        body["data"]![1]!["embedding"]!.AsArray().Should().HaveCount(1024);
    }

    private async Task<List<JsonNode>> FramesAsync(Reply? reply, string path, string? model = null) =>
        [.. (await TextAsync(reply, path, model)).Split('\n')
            .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line["data: ".Length..])!)];

    private async Task<string> TextAsync(Reply? reply, string path, string? model = null)
    {
        if (reply is not null)
        {
            Emulators.WorkersAI.Replies.Enqueue(reply);
        }

        string body = model is null ? Streamed : $$"""{"model":"{{model}}",{{Streamed[1..]}}""";
        using HttpResponseMessage response = await PostAsync(Emulators.WorkersAI, path, body);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        return await response.Content.ReadAsStringAsync(Guard);
    }
}

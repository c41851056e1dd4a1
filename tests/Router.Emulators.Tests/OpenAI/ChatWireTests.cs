using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.OpenAI;

public sealed class ChatWireTests : EmulatorTest
{
    private const string Path = "/chat/completions";

    [Theory]
    [InlineData("gpt-4o-mini", "gpt-4o-mini-2024-07-18")]
    [InlineData("gpt-4o-mini-2024-07-18", "gpt-4o-mini-2024-07-18")]
    [InlineData("o3-mini", "o3-mini-2025-01-31")]
    [InlineData("gpt-5.6", "gpt-5.6-sol")]
    public async Task Alias_is_answered_by_its_snapshot(string asked, string answered) =>
        (await PostForJsonAsync(Emulators.OpenAI, Path, Hello(asked)))["model"]!.GetValue<string>().Should().Be(answered);

    [Fact]
    public async Task Stream_has_the_recorded_shape()
    {
        Emulators.OpenAI.Replies.Enqueue(Reply.Say("Hi you"));
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Hello("gpt-4o-mini", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        string text = await response.Content.ReadAsStringAsync(Guard);
        JsonNode[] frames = [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1].Select(line => JsonNode.Parse(line["data: ".Length..])!)];

        text.Should().EndWith("data: [DONE]\n\n");
        frames[0]["choices"]![0]!["delta"]!.ToJsonString().Should().Be("""{"role":"assistant","content":"","refusal":null}""");
        frames[1]["choices"]![0]!["delta"]!.ToJsonString().Should().Be("""{"content":"Hi"}""");
        frames[3]["choices"]![0]!["delta"]!.ToJsonString().Should().Be("{}");
        frames[3]["choices"]![0]!["finish_reason"]!.GetValue<string>().Should().Be("stop");
        frames[..4].Should().OnlyContain(frame => frame.AsObject().ContainsKey("usage") && frame["usage"] == null && frame["obfuscation"] != null);
        frames[4]["choices"]!.AsArray().Should().BeEmpty();
        frames[4]["usage"]!["completion_tokens"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task Usage_chunk_comes_only_when_asked_for()
    {
        List<JsonNode> frames = await PostForFramesAsync(Emulators.OpenAI, Path, Hello("gpt-4o-mini", ",\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}"));

        frames.Should().OnlyContain(frame => frame["usage"] == null && frame["obfuscation"] == null && frame["choices"]!.AsArray().Count == 1);
    }

    [Fact]
    public async Task Reasoning_models_count_tokens_that_nobody_sees()
    {
        JsonNode body = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-5"));

        body["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!.GetValue<int>().Should().BePositive();
        body["choices"]![0]!["message"]!.AsObject().ContainsKey("reasoning_content").Should().BeFalse();
    }

    [Fact]
    public async Task Small_limit_of_a_reasoning_model_leaves_no_text()
    {
        JsonNode body = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-5", ",\"max_completion_tokens\":3"));

        body["choices"]![0]!["finish_reason"]!.GetValue<string>().Should().Be("length");
        body["choices"]![0]!["message"]!["content"]!.GetValue<string>().Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_sequence_and_limit_shorten_the_text()
    {
        Emulators.OpenAI.Replies.Enqueue(Reply.Say("one two three four"), Reply.Say("one two three four"));

        JsonNode stopped = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o", ",\"stop\":[\" three\"]"));
        JsonNode limited = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o", ",\"max_tokens\":3"));

        stopped["choices"]![0]!["message"]!["content"]!.GetValue<string>().Should().Be("one two");
        limited["choices"]![0]!["message"]!["content"]!.GetValue<string>().Should().Be("one two three");
        limited["choices"]![0]!["finish_reason"]!.GetValue<string>().Should().Be("length");
    }

    [Theory]
    [InlineData("\"required\"", "first", "{\"n\":1}")]
    [InlineData("{\"type\":\"function\",\"function\":{\"name\":\"second\"}}", "second", "{\"s\":\"s\"}")]
    public async Task Tool_choice_forces_a_call_with_arguments_from_the_schema(string choice, string name, string arguments)
    {
        const string Tools = """
            [{"type":"function","function":{"name":"first","parameters":{"type":"object","properties":{"n":{"type":"integer"}}}}},
             {"type":"function","function":{"name":"second","parameters":{"type":"object","properties":{"s":{"type":"string"}}}}}]
            """;
        JsonNode body = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o", $",\"tools\":{Tools},\"tool_choice\":{choice}"));
        JsonNode call = body["choices"]![0]!["message"]!["tool_calls"]![0]!;

        body["choices"]![0]!["finish_reason"]!.GetValue<string>().Should().Be("tool_calls");
        call["function"]!["name"]!.GetValue<string>().Should().Be(name);
        call["function"]!["arguments"]!.GetValue<string>().Should().Be(arguments);
    }

    [Fact]
    public async Task Headers_name_the_request_and_the_limits()
    {
        List<string> resets = [];
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Hello("gpt-4o"));
            resets.Add(response.Headers.GetValues("x-ratelimit-reset-requests").Single());
            response.Headers.GetValues("x-request-id").Single().Should().StartWith("req_");
            response.Headers.GetValues("openai-version").Should().Equal("2020-10-01");
        }

        resets.Should().Equal("2ms", "1s", "6m0s", "1h2m3.5s");
    }

    [Fact]
    public async Task Scripts_answer_by_rule_then_by_queue_then_by_themselves()
    {
        Emulators.OpenAI.Replies.When(request => request.BodyText.Contains("special", StringComparison.Ordinal), request => Reply.Say($"rule {request.Number}"));
        Emulators.OpenAI.Replies.Enqueue(Reply.Json("""{"raw":true}"""), Reply.Say("second") with { FinishReason = "content_filter" });

        JsonNode rule = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o").Replace("hello", "special", StringComparison.Ordinal));
        JsonNode raw = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o"));
        JsonNode queued = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o"));
        JsonNode own = await PostForJsonAsync(Emulators.OpenAI, Path, Hello("gpt-4o"));

        rule["choices"]![0]!["message"]!["content"]!.GetValue<string>().Should().Be("rule 1");
        raw["raw"]!.GetValue<bool>().Should().BeTrue();
        queued["choices"]![0]!["finish_reason"]!.GetValue<string>().Should().Be("content_filter");
        own["choices"]![0]!["message"]!["content"]!.GetValue<string>().Should().Be("This is gpt-4o-2024-08-06. You said: hello");
        Emulators.OpenAI.Replies.Waiting.Should().Be(0);
    }

    [Fact]
    public async Task Raw_stream_is_sent_verbatim()
    {
        const string Stream = "data: {\"error\":{\"message\":\"no\"}}\n\n";
        Emulators.OpenAI.Replies.Enqueue(Reply.Sse(Stream));
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Hello("gpt-4o", ",\"stream\":true"));

        (await response.Content.ReadAsStringAsync(Guard)).Should().Be(Stream);
    }

    [Fact]
    public async Task Two_hosts_answer_the_same_requests_with_the_same_bytes()
    {
        EmulatorOptions options = new() { TimeProvider = new ManualClock() };
        await using EmulatorHost one = await EmulatorHost.StartAsync(options, Guard);
        await using EmulatorHost two = await EmulatorHost.StartAsync(options, Guard);

        using HttpResponseMessage first = await PostAsync(one.OpenAI, Path, Hello("gpt-4o", ",\"stream\":true"));
        using HttpResponseMessage second = await PostAsync(two.OpenAI, Path, Hello("gpt-4o", ",\"stream\":true"));

        (await first.Content.ReadAsStringAsync(Guard)).Should().Be(await second.Content.ReadAsStringAsync(Guard));
    }

    private static string Hello(string model, string more = "") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hello"}]{{more}}}""";
}

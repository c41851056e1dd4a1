using System.Text.Json;
using System.Text.Json.Nodes;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Faults;

public sealed class ContentFaultTests : EmulatorTest
{
    private const string Path = "/chat/completions";
    private const string Unary = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}""";
    private const string Streamed =
        """{"model":"gpt-4o-mini","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hello"}]}""";

    [Theory]
    [InlineData(Unary)]
    [InlineData(Streamed)]
    public async Task Html_comes_with_status_200(string body)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, body, "html");

        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        ((int)response.StatusCode).Should().Be(200);
    }

    [Theory]
    [InlineData(Unary, "application/json")]
    [InlineData(Streamed, "text/event-stream")]
    public async Task Empty_body_keeps_status_and_type(string body, string type)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, body, "empty");

        ((int)response.StatusCode).Should().Be(200);
        response.Content.Headers.ContentType!.MediaType.Should().Be(type);
        (await response.Content.ReadAsByteArrayAsync(Guard)).Should().BeEmpty();
    }

    [Fact]
    public async Task Stream_without_frames_has_its_end_only() =>
        (await TextAsync("no-frames")).Should().Be("data: [DONE]\n\n");

    [Fact]
    public async Task Missing_done_leaves_the_rest_as_it_is()
    {
        string text = await TextAsync("no-done");

        text.Should().NotContain("[DONE]").And.Contain("\"finish_reason\":\"stop\"");
    }

    [Fact]
    public async Task Missing_finish_reason_leaves_the_end_marker()
    {
        string text = await TextAsync("no-finish");

        text.Should().EndWith("data: [DONE]\n\n").And.NotContain("\"stop\"");
        JsonNode whole = await PostForJsonAsync(Emulators.OpenAI, Path, Unary, "no-finish");
        whole["choices"]![0]!["finish_reason"].Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Malformed_frame_breaks_one_frame_and_no_other(int token)
    {
        string[] frames = (await TextAsync($"malformed={token}")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        int[] broken = [.. frames.Select((frame, index) => (frame, index))
            .Where(item => !item.frame.EndsWith("[DONE]", StringComparison.Ordinal) && !IsJson(item.frame["data: ".Length..]))
            .Select(item => item.index)];
        broken.Should().Equal(token + 1);
    }

    [Fact]
    public async Task Malformed_body_is_not_JSON()
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Unary, "malformed");

        IsJson(await response.Content.ReadAsStringAsync(Guard)).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Error_inside_a_stream_ends_it_after_so_many_tokens(int tokens)
    {
        List<JsonNode> frames = await PostForFramesAsync(Emulators.OpenAI, Path, Streamed, $"error-after={tokens}; code=server_error");

        frames.Should().HaveCount(1 + tokens + 1);
        frames[^1]["error"]!["type"]!.GetValue<string>().Should().Be("server_error");
        frames.Count(frame => frame["choices"]?[0]?["delta"]?["content"]?.GetValue<string>().Length > 0).Should().Be(tokens);
    }

    [Fact]
    public async Task Another_model_is_named_in_every_frame()
    {
        List<JsonNode> frames = await PostForFramesAsync(Emulators.OpenAI, Path, Streamed, "model=gpt-4o-mini-2099-01-01");
        JsonNode whole = await PostForJsonAsync(Emulators.OpenAI, Path, Unary, "model=other");

        frames.Should().OnlyContain(frame => frame["model"]!.GetValue<string>() == "gpt-4o-mini-2099-01-01");
        whole["model"]!.GetValue<string>().Should().Be("other");
    }

    [Fact]
    public async Task Comments_come_before_the_first_frame()
    {
        string text = await TextAsync("comments=3");

        text.Should().StartWith(": keep-alive\n\n: keep-alive\n\n: keep-alive\n\ndata: {");
    }

    [Fact]
    public async Task Role_only_frame_is_all_there_is_before_the_stall()
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Streamed, "role-stall; comments=1");
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(Guard));
        await reader.ReadLineAsync(Guard);
        await reader.ReadLineAsync(Guard);
        string? line = await reader.ReadLineAsync(Guard);

        line.Should().Contain("\"role\":\"assistant\"").And.Contain("\"content\":\"\"");
        response.Dispose();
        (await Emulators.OpenAI.Requests.WaitForEndAsync(cancellationToken: Guard)).ClientAborted.Should().BeTrue();
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<string> TextAsync(string fault)
    {
        using HttpResponseMessage response = await PostAsync(Emulators.OpenAI, Path, Streamed, fault);
        return await response.Content.ReadAsStringAsync(Guard);
    }
}

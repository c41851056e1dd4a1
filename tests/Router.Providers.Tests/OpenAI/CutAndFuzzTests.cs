using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.TestKit;

namespace Router.Providers.Tests.OpenAI;

public sealed class CutAndFuzzTests
{
    private const int Mutations = 10_000;

    private const string Unary = """
        {"id":"c1","model":"m","created":1727888631,"choices":[{"index":0,"message":{"content":"Hé😀","reasoning_content":"hm",
        "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":[1,2]}"}}],
        "annotations":[{"type":"url_citation","url_citation":{"url":"https://a.test","title":"A","start_index":0,"end_index":1}}]},"finish_reason":"tool_calls"}],
        "usage":{"prompt_tokens":8,"completion_tokens":9,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":5,"audio_tokens":1}}}
        """;

    private static readonly string Stream =
        ": hello\n\n" + OpenAIRig.Chunks(
            [
                """{"role":"assistant","content":"","refusal":null}""", """{"reasoning":"hm"}""", """{"content":"Hé"}""", """{"content":6}""",
                """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":"[1,2]}"}}]}""",
            ], "tool_calls", done: false)
        + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":9,\"total_tokens\":17}}\r\n\r\ndata: [DONE]\n\n";

    [Fact]
    public async Task An_answer_cut_at_any_byte_is_an_error()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Unary.TrimEnd());
        Describe((await RunAsync(whole, "application/json", stream: false))!).Should().Contain("Hé😀");
        for (int cut = 0; cut < whole.Length; cut++)
        {
            foreach (bool stream in (bool[])[false, true])
            {
                (await RunAsync(whole[..cut], "application/json", stream)).Should().BeNull($"{cut} bytes are no whole answer");
            }
        }
    }

    [Fact]
    public async Task A_stream_cut_at_any_byte_is_an_error_or_the_whole_answer()
    {
        foreach (string lineEnd in (string[])["\n", "\r\n"])
        {
            byte[] whole = Encoding.UTF8.GetBytes(Stream.Replace("\n", lineEnd, StringComparison.Ordinal));
            string expected = Describe((await RunAsync(whole, "text/event-stream", stream: true))!);
            int errors = 0;
            for (int cut = 0; cut < whole.Length; cut++)
            {
                ChatResponse? response = await RunAsync(whole[..cut], "text/event-stream", stream: true);
                errors += response is null ? 1 : 0;
                if (response is not null)
                {
                    Describe(response).Should().Be(expected, $"{cut} bytes were enough for an answer");
                }
            }

            errors.Should().BeGreaterThan(whole.Length / 2);
        }
    }

    [Fact]
    public async Task A_connection_that_dies_at_any_byte_is_an_error_unless_done_was_read()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Stream);
        int done = Encoding.UTF8.GetByteCount(Stream) - 1;
        for (int cut = 0; cut < whole.Length; cut++)
        {
            using OpenAIRig rig = new(_ => new HttpResponseMessage { Content = new DyingContent(whole[..cut]) });
            Func<Task<List<ChatResponseUpdate>>> act = () => rig.StreamAsync();
            if (cut < done)
            {
                await act.Should().ThrowAsync<ProviderException>($"the connection died after {cut} bytes");
            }
            else
            {
                await act.Should().NotThrowAsync();
            }
        }
    }

    [Theory]
    [InlineData(Unary, "application/json", false, 1)]
    [InlineData(Unary, "text/plain", true, 2)]
    [InlineData(null, "text/event-stream", true, 3)]
    [InlineData(null, "text/plain", true, 4)]
    public async Task Mutated_answers_end_in_an_answer_or_in_the_one_exception(string? text, string mediaType, bool stream, int seed)
    {
        byte[] whole = Encoding.UTF8.GetBytes(text ?? Stream);
        Random random = new(seed);
        int answers = 0;
        for (int round = 0; round < Mutations / 4; round++)
        {
            byte[] mutated = Mutate(whole, random);
            answers += await RunAsync(mutated, mediaType, stream) is null ? 0 : 1;
        }

        answers.Should().BeInRange(1, (Mutations / 4) - 1, "mutations must break some answers and not all");
    }

    /// <summary>The answer; null where it failed as it may. Any other exception is the test's failure.</summary>
    private static async Task<ChatResponse?> RunAsync(byte[] body, string mediaType, bool stream)
    {
        using OpenAIRig rig = new(_ => StubHttpHandler.Body(body, mediaType));
        try
        {
            return stream ? (await rig.StreamAsync()).ToChatResponse() : await rig.AskAsync();
        }
        catch (ProviderException error)
        {
            error.Message.Should().StartWith("Provider 'main' ").And.NotContain("Hé");
            return null;
        }
    }

    private static string Describe(ChatResponse response) =>
        string.Join('|', response.Messages.SelectMany(m => m.Contents).Where(c => c is not UsageContent)
            .Select(c => JsonSerializer.Serialize(c, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(AIContent)))))
        + response.FinishReason + response.Text;

    private static byte[] Mutate(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                default:
                    int start = bytes.IndexOf((byte)':', at);
                    int stop = start < 0 ? -1 : bytes.FindIndex(start, b => b is (byte)',' or (byte)'}');
                    if (stop > start)
                    {
                        bytes.RemoveRange(start + 1, stop - start - 1);
                        bytes.InsertRange(start + 1, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    }

                    break;
            }

            if (bytes.Count == 0)
            {
                break;
            }
        }

        return [.. bytes];
    }

    private static readonly string[] Tokens =
    [
        "null", "1e999", "-1", "99999999999999999999", "\"\"", "\"\\ud800\"", "[]", "{}", "[{}]", "[[[[", "true", "\n", "\r", "\n\n", "data: ",
        "[DONE]", "{\"error\":1}", "event: error\n", "\0", "\uFEFF", "0.5", "\"x\"", "[null]", "{\"a\":[1]}",
    ];

    /// <summary>A body whose connection breaks after its bytes.</summary>
    private sealed class DyingContent : HttpContent
    {
        private readonly byte[] _bytes;

        internal DyingContent(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new("text/event-stream");
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new DyingStream(_bytes));

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private sealed class DyingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}

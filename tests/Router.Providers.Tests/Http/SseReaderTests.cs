using System.Text;
using Router.Adapters;
using Router.Providers.Http;
using Router.Resilience;

namespace Router.Providers.Tests.Http;

public sealed class SseReaderTests
{
    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];

    [Theory]
    [InlineData("data: a~~data:b~~", new[] { "a", "b" })]
    [InlineData("data:  two spaces~~", new[] { " two spaces" })]
    [InlineData("data: one~data: two~~", new[] { "one\ntwo" })]
    [InlineData("data: one~data:~data~data: two~~", new[] { "one\n\n\ntwo" })]
    [InlineData(": comment~data: a~: another~id: 7~retry: 10~unknown: x~data: b~~", new[] { "a\nb" })]
    [InlineData("~~~data: a~~~~", new[] { "a" })]
    [InlineData("\uFEFFdata: a~~", new[] { "a" })]
    [InlineData("event: nothing~~data: a~~", new[] { "a" })]
    [InlineData("data: [DONE]~~data: after~~", new[] { "[DONE]", "after" })]
    public async Task Text_events_are_read_whatever_ends_their_lines(string stream, string[] expected)
    {
        foreach (string lineEnd in LineEnds)
        {
            foreach (int step in (int[])[1, 2, 3, 7, 4096])
            {
                (await ReadAsync(stream.Replace("~", lineEnd, StringComparison.Ordinal), SseOptions.Text, step))
                    .Events.Select(e => e.Data).Should().Equal(expected);
            }
        }
    }

    [Fact]
    public async Task The_type_belongs_to_its_event_alone()
    {
        Outcome outcome = await ReadAsync("event: output\ndata: x\n\ndata: y\n\nevent: done\ndata: {}\n\nevent: own\ndata:\n\n", SseOptions.Text);

        outcome.Events.Select(e => e.Type).Should().Equal("output", "message", "done", "own");
        outcome.DoneSeen.Should().BeFalse();
    }

    [Theory]
    [InlineData("data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n", 2)]
    [InlineData("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]\n", 2)]
    [InlineData("data: {\"a\":1}\ndata: {\"b\":2}\n[DONE]\n", 2)]
    [InlineData("data: {\"a\":1}\n\n[DONE]", 1)]
    [InlineData("data: {\"a\":1}\n\ndata:[DONE]", 1)]
    [InlineData("data: {\"a\":1}\n\ndata: [DONE] \n\ndata: {\"late\":1}\n\n", 1)]
    public async Task Json_events_end_at_done_however_they_are_separated(string stream, int events)
    {
        Outcome outcome = await ReadAsync(stream, SseOptions.Json, step: 1);

        outcome.Events.Should().HaveCount(events);
        outcome.Events[0].Should().Be(("message", "{\"a\":1}", true));
        outcome.DoneSeen.Should().BeTrue();
    }

    [Fact]
    public async Task One_document_over_several_lines_stays_one_event()
    {
        Outcome outcome = await ReadAsync("data: {\ndata: \"a\": [1,\ndata: 2]}\ndata: {}\n\n", SseOptions.Json);

        outcome.Events.Select(e => e.Data).Should().Equal("{\n\"a\": [1,\n2]}", "{}");
    }

    [Theory]
    [InlineData("data: Hel")]
    [InlineData("data: Hello\n")]
    [InlineData("data: Hello\r")]
    public async Task A_last_event_without_a_blank_line_says_so(string stream) =>
        (await ReadAsync(stream, SseOptions.Text)).Events.Should().ContainSingle().Which.Terminated.Should().BeFalse();

    [Fact]
    public async Task A_cut_at_any_byte_never_invents_a_whole_event()
    {
        foreach (string lineEnd in LineEnds)
        {
            foreach (SseOptions options in (SseOptions[])[SseOptions.Json, SseOptions.Text])
            {
                byte[] whole = Encoding.UTF8.GetBytes(
                    "\uFEFF: hi~event: output~data: {\"t\":\"é😀\"}~~data: {\"u\":1}~data: {\"v\":2}~~data: [DONE]~~"
                        .Replace("~", lineEnd, StringComparison.Ordinal));
                (string, string, bool)[] all = [.. (await ReadAsync(whole, options, 5)).Events];
                for (int cut = 0; cut <= whole.Length; cut++)
                {
                    (string, string, bool)[] got = [.. (await ReadAsync(whole[..cut], options, 5)).Events];
                    got.Where(e => e.Item3).Should().Equal(all.Take(got.Count(e => e.Item3)));
                    got.Count(e => !e.Item3).Should().BeLessThanOrEqualTo(1);
                }
            }
        }
    }

    [Fact]
    public async Task An_event_beyond_the_limit_is_malformed()
    {
        SseOptions options = new() { MaxEventBytes = 8000 };

        (await ReadAsync("data: " + new string('x', 7000) + "\n\n", options, 1000)).Events.Should().ContainSingle();
        Func<Task> act = () => ReadAsync("data: " + new string('x', 90_000) + "\n\n", options, 1000);

        (await act.Should().ThrowAsync<ProviderException>()).Which.Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_malformed()
    {
        using SseReader reader = new(new BrokenStream(), SseOptions.Text);
        Func<Task> act = () => reader.ReadAsync(default).AsTask();

        (await act.Should().ThrowAsync<ProviderException>()).Which.Class.Should().Be(FailureClass.Malformed);
    }

    [Fact]
    public async Task Nothing_is_read_after_done()
    {
        using ChunkStream stream = new(Encoding.UTF8.GetBytes("data: [DONE]\n\n"), 4096);
        using SseReader reader = new(stream, SseOptions.Json);

        (await reader.ReadAsync(default)).Should().BeFalse();
        (await reader.ReadAsync(default)).Should().BeFalse();

        stream.Reads.Should().Be(1);
    }

    [Fact]
    public async Task Random_streams_come_out_as_they_went_in_at_any_chunking()
    {
        Random random = new(20260101);
        for (int round = 0; round < 300; round++)
        {
            string lineEnd = LineEnds[random.Next(3)];
            List<string> written = [];
            StringBuilder text = new();
            for (int index = random.Next(1, 12); index > 0; index--)
            {
                string data = string.Concat(Enumerable.Range(0, random.Next(0, 3000)).Select(_ => "ab é\n:😀"[random.Next(5)]));
                written.Add(data);
                foreach (string line in data.Split('\n'))
                {
                    text.Append("data: ").Append(line).Append(lineEnd);
                }

                text.Append(lineEnd);
            }

            (await ReadAsync(text.ToString(), SseOptions.Text, random.Next(1, 5000))).Events.Select(e => e.Data).Should().Equal(written);
        }
    }

    private static Task<Outcome> ReadAsync(string text, SseOptions options, int step = 4096) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), options, step);

    private static async Task<Outcome> ReadAsync(byte[] bytes, SseOptions options, int step)
    {
        using SseReader reader = new(new ChunkStream(bytes, step), options);
        List<(string, string, bool)> events = [];
        while (await reader.ReadAsync(default))
        {
            events.Add((reader.EventType, Encoding.UTF8.GetString(reader.Data), reader.IsTerminated));
        }

        return new Outcome(events, reader.DoneSeen);
    }

    private sealed record Outcome(List<(string Type, string Data, bool Terminated)> Events, bool DoneSeen);

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}

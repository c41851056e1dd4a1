using System.Text;
using Microsoft.Extensions.AI;
using Router.Adapters;
using Router.Resilience;
using Router.TestKit;

namespace Router.Providers.Tests.Replicate;

public sealed class ReplicateStreamTests
{
    private const string Output = """["Once"," upon\n\n"," a time",", 日本 🎉"," — end"]""";
    private const string Text = "Once upon\n\n a time, 日本 🎉 — end";

    private const string Events =
        ": hi\n\nevent: output\nid: 1690212292:0\ndata: Once\n\nevent: logs\ndata: loading\n\n"
        + "event: output\ndata:  upon\ndata: \ndata: \n\n:408: 408 Request Timeout\n\n"
        + "event: output\ndata:  a time\n\nevent: output\ndata: \n\nevent: output\ndata: , 日本 🎉\n\nevent: output\ndata:  — end\n\n";

    private const string Done = "event: done\ndata: {}\n\n";

    [Fact]
    public async Task Each_output_event_is_one_update_and_usage_comes_last()
    {
        ReplicateBench bench = Bench(Events + Done).Then("processing").Then("succeeded", Output, ReplicateBench.Metrics());

        List<ChatResponseUpdate> updates = await UpdatesAsync(bench);

        updates.Select(update => update.Text).Should().Equal("Once", " upon\n\n", " a time", ", 日本 🎉", " — end", "");
        updates.Should().OnlyContain(update => update.ResponseId == ReplicateBench.Id && update.ModelId == ReplicateBench.Model && update.Role == ChatRole.Assistant);
        updates[0].AdditionalProperties!["version"].Should().Be(ReplicateBench.Version);
        updates.SkipLast(1).Should().OnlyContain(update => update.FinishReason == null && update.MessageId == ReplicateBench.Id);
        updates[^1].FinishReason.Should().Be(ChatFinishReason.Stop);
        updates[^1].Contents.Should().ContainSingle().Which.Should().BeOfType<UsageContent>().Which.Details.OutputTokenCount.Should().Be(7);
        (bench.Creates, bench.Gets, bench.Cancels).Should().Be((1, 2, 0));
        RecordedRequest stream = bench.Handler.Requests[1];
        stream.Message.RequestUri!.AbsoluteUri.Should().Be(ReplicateBench.StreamAddress);
        stream.Header("Accept").Should().Be("text/event-stream");
        stream.Header("Cache-Control").Should().Be("no-store");
        stream.Header("Authorization").Should().Be($"Bearer {ReplicateBench.Token}");
    }

    [Fact]
    public async Task A_stream_cut_at_any_byte_is_completed_exactly_from_the_prediction()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Events + Done);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            ReplicateBench bench = Bench(whole[..cut]).Then("processing").Then("succeeded", Output, ReplicateBench.Metrics());

            ChatResponse response = await bench.AskAsync(streaming: true);

            response.Text.Should().Be(Text, "the stream was cut at {0}", cut);
            response.Usage!.InputTokenCount.Should().Be(5);
            (bench.Creates, bench.Cancels).Should().Be((1, 0));
        }
    }

    [Fact]
    public async Task A_piece_that_was_cut_is_not_shown_by_halves()
    {
        ReplicateBench bench = Bench("event: output\ndata: Once\n\nevent: output\ndata:  up").Then("succeeded", """["Once"," upon"]""");

        List<ChatResponseUpdate> updates = await UpdatesAsync(bench);

        updates.Select(update => update.Text).Should().Equal("Once", " upon", "");
    }

    [Fact]
    public async Task A_stream_cut_at_any_byte_fails_if_the_prediction_did()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Events);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            ReplicateBench bench = Bench(whole[..cut]).Then("failed", more: ",\"error\":\"E1001: oom\"");

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(true)).Should().ThrowAsync<ProviderException>()).Which;

            bench.Provider().Classifier.Classify(failure).Class.Should().Be(FailureClass.Capacity, "the stream was cut at {0}", cut);
        }
    }

    [Fact]
    public async Task A_stream_whose_connection_breaks_is_completed_too()
    {
        ReplicateBench bench = Bench("").Then("succeeded", Output);
        bench.OnOther = (_, _) => Task.FromResult(Broken(Events[..60]));

        (await bench.AskAsync(streaming: true)).Text.Should().Be(Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Done)]
    public async Task A_stream_that_the_output_contradicts_is_malformed(string end)
    {
        ReplicateBench bench = Bench(Events + end).Then("succeeded", """["Twice upon"]""");

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(true)).Should().ThrowAsync<ProviderException>()).Which;

        (failure.Class, failure.RequestId).Should().Be((FailureClass.Malformed, ReplicateBench.Id));
    }

    [Fact]
    public async Task Line_ends_that_a_stream_cannot_carry_are_no_contradiction()
    {
        ReplicateBench bench = Bench("event: output\ndata: a\ndata: b\n\n").Then("succeeded", """["a\r\nb","\r\nc"]""");

        (await bench.AskAsync(streaming: true)).Text.Should().Be("a\nb\nc");
    }

    [Fact]
    public async Task A_stream_that_is_done_is_whole_even_if_the_prediction_cannot_be_asked()
    {
        ReplicateBench bench = Bench(Events + Done).Then(() => ReplicateBench.Problem(503, ""));

        ChatResponse response = await bench.AskAsync(streaming: true);

        (response.Text, response.FinishReason, response.Usage).Should().Be((Text, ChatFinishReason.Stop, null));
        bench.Cancels.Should().Be(0, "it said it is done");
    }

    [Fact]
    public async Task A_stream_that_is_done_is_not_waited_for_forever()
    {
        ReplicateBench bench = Bench(Events + Done).Then("processing");

        ChatResponse response = await bench.AskAsync(streaming: true);

        (response.Text, response.FinishReason, bench.Gets, bench.Cancels).Should().Be((Text, ChatFinishReason.Stop, 5, 0));
    }

    [Fact]
    public async Task A_stream_that_is_done_with_nothing_said_is_settled_by_the_prediction()
    {
        ReplicateBench bench = Bench(Done).Then("processing").Then("succeeded", "\"all of it\"");

        (await bench.AskAsync(streaming: true)).Text.Should().Be("all of it");
    }

    [Fact]
    public async Task A_file_streamed_as_its_bytes_stays_what_it_is()
    {
        ReplicateBench bench = Bench("event: output\ndata: data:image/gif;base64,R0lG\n\n" + Done)
            .Then("succeeded", "\"https://replicate.delivery/a/b.gif\"");

        ChatResponse response = await bench.AskAsync(streaming: true);

        response.Messages.Single().Contents.Should().ContainSingle().Which.Should().BeOfType<DataContent>();
    }

    [Theory]
    [InlineData("event: done\ndata: {\"reason\":\"error\"}\n\n", "failed", FailureClass.Capacity)]
    [InlineData("event: done\ndata: {\"reason\":\"canceled\"}\n\n", "canceled", FailureClass.Transient)]
    [InlineData("event: error\ndata: {\"detail\":\"hidden words\"}\n\n", "failed", FailureClass.Capacity)]
    [InlineData("event: error\ndata: hidden words\n\n", "failed", FailureClass.Capacity)]
    [InlineData(Done, "failed", FailureClass.Capacity)]
    public async Task A_stream_that_ends_in_an_error_is_told_by_the_prediction(string end, string status, FailureClass expected)
    {
        foreach (string begin in new[] { "", Events })
        {
            ReplicateBench bench = Bench(begin + end).Then("processing").Then(status, more: status == "failed" ? ",\"error\":\"E1001: oom\"" : "");

            ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(true)).Should().ThrowAsync<ProviderException>()).Which;

            bench.Provider().Classifier.Classify(failure).Class.Should().Be(expected);
            failure.ToString().Should().NotContain("hidden");
            bench.Cancels.Should().Be(0);
        }
    }

    [Fact]
    public async Task An_error_event_speaks_for_a_prediction_that_cannot_be_asked()
    {
        ReplicateBench bench = Bench(Events + "event: error\ndata: {\"detail\":\"flagged as sensitive (E005) hidden\"}\n\n")
            .Then(() => ReplicateBench.Problem(500, ""));

        ProviderException failure = (await FluentActions.Awaiting(() => bench.AskAsync(true)).Should().ThrowAsync<ProviderException>()).Which;

        bench.Provider().Classifier.Classify(failure).Class.Should().Be(FailureClass.ContentPolicy);
        failure.ToString().Should().NotContain("hidden");
        failure.InDoubt.Should().BeTrue("the prediction was started, and may even succeed");
    }

    [Theory]
    [InlineData("event: output\ndata: a\ndata: \n\nevent: output\ndata: \ndata: b\n\n", "a\n\nb")]
    [InlineData("event: output\ndata: a\ndata: b\n\n", "a\nb")]
    public async Task A_line_end_that_two_pieces_share_is_no_contradiction(string events, string text)
    {
        ReplicateBench bench = Bench(events + Done).Then("succeeded", """["a\r","\nb"]""");

        (await bench.AskAsync(streaming: true)).Text.Should().Be(text);
    }

    [Fact]
    public async Task A_file_that_a_cut_stream_is_missing_is_a_file_and_not_text()
    {
        ReplicateBench bench = Bench("event: output\ndata: https://replicate.delivery/a.png\n\n")
            .Then("succeeded", """["https://replicate.delivery/a.png","https://replicate.delivery/b.png"]""");

        ChatResponse response = await bench.AskAsync(streaming: true);

        response.Messages.Single().Contents.OfType<UriContent>().Select(file => file.Uri.AbsolutePath).Should().Equal("/a.png", "/b.png");
    }

    [Theory]
    [InlineData("error")]
    [InlineData("done")]
    public async Task A_stream_that_ends_in_a_name_which_is_no_string_is_settled_by_the_prediction(string type)
    {
        ReplicateBench bench = Bench(Events + "event: " + type + "\ndata: {\"\\ud800\\ud800\":1}\n\n").Then("succeeded", Output);

        (await bench.AskAsync(streaming: true)).Text.Should().Be(Text);
    }

    public static TheoryData<string> NoStreams => ["404", "500", "html", "json", "dead"];

    [Theory]
    [MemberData(nameof(NoStreams))]
    public async Task A_stream_that_cannot_be_had_is_no_failure(string kind)
    {
        ReplicateBench bench = Bench("").Then("processing").Then("succeeded", Output, ReplicateBench.Metrics());
        bench.OnOther = (_, _) => kind switch
        {
            "html" => Task.FromResult(StubHttpHandler.Body("<html>"u8.ToArray(), "text/html")),
            "json" => Task.FromResult(StubHttpHandler.Json("{}")),
            "dead" => throw new HttpRequestException(HttpRequestError.ConnectionError),
            _ => Task.FromResult(ReplicateBench.Problem(int.Parse(kind, System.Globalization.CultureInfo.InvariantCulture), "")),
        };

        ChatResponse response = await bench.AskAsync(streaming: true);

        (response.Text, response.Usage!.InputTokenCount, bench.Creates).Should().Be((Text, 5, 1));
    }

    [Theory]
    [InlineData("https://streaming-api.svc.us.replicate.net/v1/x", null, true)]
    [InlineData("https://stream.replicate.com/v1/x", null, true)]
    [InlineData("https://replicate.com/x", null, true)]
    [InlineData("https://evil.example/x", null, false)]
    [InlineData("https://notreplicate.com/x", null, false)]
    [InlineData("https://replicate.com.evil.example/x", null, false)]
    [InlineData("https://replicate.com@evil.example/x", null, false)]
    [InlineData("http://stream.replicate.com/v1/x", null, false)]
    [InlineData("http://127.0.0.1:9/x", null, false)]
    [InlineData("http://127.0.0.1:9/x", "http://localhost:8080/v1", true)]
    [InlineData("http://10.0.0.1/x", "http://localhost:8080/v1", false)]
    [InlineData("https://gate.example/x", "https://gate.example/v1", true)]
    [InlineData("http://gate.example/x", "https://gate.example/v1", false)]
    [InlineData("http://gate.example/x", "http://gate.example/v1", true)]
    [InlineData("ftp://replicate.com/x", null, false)]
    public async Task The_credential_goes_to_no_host_that_an_answer_happens_to_name(string stream, string? endpoint, bool asked)
    {
        ReplicateBench bench = new ReplicateBench().Creating("starting", more: ReplicateBench.Streaming(stream)).Then("succeeded", Output);
        bench.Streamed(Encoding.UTF8.GetBytes(Events + Done));
        if (endpoint is not null)
        {
            bench.Settings["endpoint"] = endpoint;
        }

        ChatResponse response = await bench.AskAsync(streaming: true);

        response.Text.Should().Be(Text);
        bench.Handler.Requests.Count(request => request.Message.RequestUri == new Uri(stream)).Should().Be(asked ? 1 : 0);
    }

    [Fact]
    public async Task Ten_thousand_mutated_streams_never_give_a_wrong_answer()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Events + Done);
        string[] pieces = ["\n\n", "event: error\ndata: {\n\n", "event: output\n", "data:", ": c\n", "\r", "\0", "\uFEFF", "event: logs\n", "id: x\n"];
        for (int seed = 0; seed < 10_000; seed++)
        {
#pragma warning disable CA5394 // A seeded mutation, no secret.
            Random random = new(seed);
            List<byte> mutated = [.. whole];
            for (int change = random.Next(1, 6); change > 0 && mutated.Count > 0; change--)
            {
                int at = random.Next(mutated.Count);
                switch (random.Next(4))
                {
                    case 0: mutated[at] = (byte)random.Next(256); break;
                    case 1: mutated.RemoveRange(at, Math.Min(random.Next(1, 30), mutated.Count - at)); break;
                    case 2: mutated.InsertRange(at, Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)])); break;
                    default: mutated.RemoveRange(at, mutated.Count - at); break;
                }
            }
#pragma warning restore CA5394

            ReplicateBench bench = Bench([.. mutated]).Then("succeeded", Output);
            try
            {
                ChatResponse response = await bench.AskAsync(streaming: true);
                response.Text.Should().Be(Text, "seed {0}", seed);
            }
            catch (ProviderException failure)
            {
                failure.Class.Should().Be(FailureClass.Malformed, "seed {0}", seed);
            }

            bench.Cancels.Should().Be(0, "seed {0}", seed);
        }
    }

    [Fact]
    public async Task Ten_thousand_mutated_predictions_give_an_answer_or_a_provider_failure()
    {
        byte[] whole = Encoding.UTF8.GetBytes(ReplicateBench.Json("succeeded", Output, ReplicateBench.Metrics() + ReplicateBench.Streaming()));
        for (int seed = 0; seed < 10_000; seed++)
        {
#pragma warning disable CA5394 // A seeded mutation, no secret.
            Random random = new(seed);
            byte[] mutated = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            mutated = mutated[..(random.Next(4) == 0 ? random.Next(mutated.Length) : mutated.Length)];
#pragma warning restore CA5394
            ReplicateBench bench = new ReplicateBench().Creating(() => StubHttpHandler.Body(mutated, "application/json"));
            bench.OnOther = (_, _) => Task.FromResult(ReplicateBench.Problem(404, ""));
            bench.Then(() => ReplicateBench.Problem(404, ""));

            Exception? thrown = await Record.ExceptionAsync(() => bench.AskAsync(streaming: seed % 2 == 0));

            (thrown is null or ProviderException).Should().BeTrue("seed {0} threw {1}", seed, thrown);
        }
    }

    private static ReplicateBench Bench(string events) => Bench(Encoding.UTF8.GetBytes(events));

    private static ReplicateBench Bench(byte[] events) =>
        new ReplicateBench().Creating("starting", more: ReplicateBench.Streaming()).Streamed(events);

    private static HttpResponseMessage Broken(string text)
    {
        StreamContent content = new(new BreakingStream(Encoding.UTF8.GetBytes(text)));
        content.Headers.ContentType = new("text/event-stream");
        return new HttpResponseMessage { Content = content };
    }

    private static Task<List<ChatResponseUpdate>> UpdatesAsync(ReplicateBench bench) => bench.PumpAsync(CollectAsync(bench));

    private static async Task<List<ChatResponseUpdate>> CollectAsync(ReplicateBench bench)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in bench.Chat().GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hi")]))
        {
            updates.Add(update);
        }

        return updates;
    }
}

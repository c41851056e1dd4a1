using System.Text.Json.Nodes;
using Router.Emulators.Chat;
using Router.Emulators.Replicate;
using Router.Emulators.Tests.Support;

namespace Router.Emulators.Tests.Replicate;

public sealed class StreamTests : EmulatorTest
{
    private const string Llama = "/models/meta/meta-llama-3-8b-instruct/predictions";

    protected override EmulatorOptions Options => new() { TimeProvider = new ManualClock() };

    [Fact]
    public async Task Stream_has_output_events_with_ids_and_a_done_event()
    {
        string text = await StreamAsync(new PredictionScript(), "a b\nc");

        text.Should().Be("""
            : hi

            event: output
            id: 1795435200:0
            data: a

            event: output
            id: 1795435200:1
            data:  b

            event: output
            id: 1795435200:2
            data: 
            data: 

            event: output
            id: 1795435200:3
            data: c

            event: done
            id: 1795435200:4
            data: {}


            """);
    }

    [Theory]
    [InlineData(StreamEnd.Canceled, "event: done", "{\"reason\":\"canceled\"}\n\n")]
    [InlineData(StreamEnd.Error, "event: error", "{\"reason\":\"error\"}\n\n")]
    [InlineData(StreamEnd.RequestTimeout, "event: output", ":408: 408 Request Timeout\n\n")]
    [InlineData(StreamEnd.Missing, "event: output", "data:  d\n\n")]
    public async Task Stream_can_end_in_other_ways(StreamEnd end, string contains, string last)
    {
        string text = await StreamAsync(new PredictionScript { StreamEnd = end }, "a b c d");

        text.Should().Contain(contains).And.EndWith(last);
    }

    [Fact]
    public async Task Logs_are_events_of_their_own()
    {
        string text = await StreamAsync(new PredictionScript { Logs = "first\nsecond" }, "a");

        text.Should().Contain("event: logs\nid: 1795435200:0\ndata: first\ndata: second\n\n");
    }

    [Fact]
    public async Task Failed_prediction_streams_its_error()
    {
        string text = await StreamAsync(PredictionScript.Failed("out of memory (E1001)"), "a b");

        text.Should().Contain("event: error").And.Contain("{\"detail\":\"out of memory (E1001)\"}").And.EndWith("{\"reason\":\"error\"}\n\n");
    }

    [Fact]
    public async Task Models_that_do_not_stream_have_no_stream_address()
    {
        JsonNode painter = await PostForJsonAsync(
            Emulators.Replicate, "/models/black-forest-labs/flux-schnell/predictions", """{"input":{"prompt":"x","megapixels":"0.25"}}""");
        Emulators.Replicate.Predictions.Enqueue(new PredictionScript { WithoutStream = true });
        JsonNode silent = await PostForJsonAsync(Emulators.Replicate, Llama, """{"input":{"prompt":"x"}}""");

        painter["urls"]!["stream"].Should().BeNull();
        silent["urls"]!["stream"].Should().BeNull();
    }

    [Fact]
    public async Task Prediction_has_succeeded_once_its_stream_was_read()
    {
        JsonNode created = await PostForJsonAsync(Emulators.Replicate, Llama, """{"input":{"prompt":"x"}}""");
        using HttpResponseMessage stream = await GetAsync(Emulators.Replicate, created["urls"]!["stream"]!.GetValue<string>());
        await stream.Content.ReadAsStringAsync(Guard);
        JsonNode after = await ReadJsonAsync(await GetAsync(Emulators.Replicate, created["urls"]!["get"]!.GetValue<string>()));

        after["status"]!.GetValue<string>().Should().Be("succeeded");
    }

    private async Task<string> StreamAsync(PredictionScript script, string text)
    {
        Emulators.Replicate.Predictions.Enqueue(script);
        Emulators.Replicate.Replies.Enqueue(Reply.Say(text));
        JsonNode created = await PostForJsonAsync(Emulators.Replicate, Llama, """{"input":{"prompt":"x"}}""");
        using HttpResponseMessage response = await GetAsync(Emulators.Replicate, created["urls"]!["stream"]!.GetValue<string>());
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        return await response.Content.ReadAsStringAsync(Guard);
    }
}

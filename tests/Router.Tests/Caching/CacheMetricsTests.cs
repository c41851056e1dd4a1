using Microsoft.Extensions.AI;
using Router.Caching;
using Router.TestKit;
using Router.Tests.Telemetry;

namespace Router.Tests.Caching;

[Collection(ListenersAlone.Name)]
public sealed class CacheMetricsTests
{
    [Fact]
    public async Task Hits_misses_and_requests_past_the_cache_are_counted_apart()
    {
        using TelemetryRecorder recorder = new();
        using ExactCacheChatClient client = new(new ScriptedChatClient(ScriptedTurn.Text("x")));

        await client.GetResponseAsync("q");
        await client.GetResponseAsync("q");
        await client.GetStreamingResponseAsync("q").ToChatResponseAsync();
        await client.GetResponseAsync("q", new ChatOptions { ConversationId = "c" });

        recorder.Measurements.Where(measured => measured.Name == "router.cache.requests")
            .Select(measured => (measured.Value, measured.Tags["router.cache.result"]))
            .Should().Equal((1.0, "miss"), (1.0, "hit"), (1.0, "hit"), (1.0, "bypass"));
    }
}

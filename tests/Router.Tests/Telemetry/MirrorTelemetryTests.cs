using System.Diagnostics;
using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.TestKit;
using Router.Tests.Routing.Mirroring;

namespace Router.Tests.Telemetry;

[Collection(ListenersAlone.Name)]
public sealed class MirrorTelemetryTests
{
    private const string Secret = "canary-2718";

    public static TheoryData<bool> Both => [false, true];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_comparison_is_a_span_of_its_own_that_links_to_the_request_and_holds_no_content(bool streaming)
    {
        using TelemetryRecorder recorder = new();
        ManualTimeProvider clock = new();
        ScriptedTurn slow = ScriptedTurn.Text(Secret, "other") with { Delay = TimeSpan.FromSeconds(2) };
        MirrorBench bench = new(new ScriptedChatClient(clock, ScriptedTurn.Text(Secret)), new ScriptedChatClient(clock, slow), clock: clock);
        using ActivitySource source = new("test");
        ActivityContext caller;
        using (Activity request = source.StartActivity("request")!)
        {
            caller = request.Context;
            await bench.AskAsync(streaming);
        }

        // The route's own timer, and the mirror's answer that is on its way.
        await clock.WhenTimersAsync(2);
        clock.Advance(TimeSpan.FromSeconds(2));
        await MirrorBench.UntilAsync(() => Mirror(recorder) is not null);

        Activity mirror = Mirror(recorder)!;
        mirror.DisplayName.Should().Be("router.mirror route");
        mirror.Duration.Should().Be(TimeSpan.FromSeconds(2));
        mirror.ParentId.Should().BeNull();
        mirror.Status.Should().Be(ActivityStatusCode.Unset);
        Activity asked = recorder.Spans.Single(span => span.ParentSpanId == caller.SpanId);
        asked.DisplayName.Should().Be("router.route route");
        mirror.Links.Select(link => link.Context).Should().Equal(caller, asked.Context);
        recorder.Spans.Should().ContainSingle(span => span.ParentSpanId == mirror.SpanId && span.DisplayName == "router.route route");
        mirror.GetTagItem("router.mirror.route").Should().Be("shadow");
        mirror.GetTagItem("router.mirror.outcome").Should().Be("compared");
        ActivityEvent compared = mirror.Events.Single();
        compared.Name.Should().Be("router.mirror.compared");
        compared.Tags.Should().Contain(new Dictionary<string, object?>
        {
            ["router.mirror.same_text"] = false,
            ["router.mirror.same_finish_reason"] = true,
            ["router.mirror.same_tool_calls"] = true,
            ["router.mirror.primary_length"] = 11L,
            ["router.mirror.length"] = 16L,
            ["router.mirror.duration_difference_s"] = 2.0,
        });
        recorder.AllText.Should().NotContain(Secret);

        recorder.Measurements.Should().ContainSingle(made => made.Name == "router.mirror.count")
            .Which.Tags["router.mirror.outcome"].Should().Be("compared");
        recorder.Measurements.Should().ContainSingle(made => made.Name == "router.mirror.difference.count")
            .Which.Tags["router.mirror.aspect"].Should().Be("text");
        recorder.Measurements.Where(made => made.Name == "router.mirror.duration")
            .Select(made => (made.Tags["router.mirror.side"], made.Value)).Should().Equal(("primary", 0.0), ("mirror", 2.0));
    }

    [Fact]
    public async Task A_failed_mirror_says_so()
    {
        using TelemetryRecorder recorder = new();
        MirrorBench bench = new(new ScriptedChatClient(), new ScriptedChatClient(ScriptedTurn.Fail(new InvalidOperationException(Secret))));
        await bench.AskAsync(streaming: false);
        await MirrorBench.UntilAsync(() => Mirror(recorder) is not null);
        Mirror(recorder)!.Status.Should().Be(ActivityStatusCode.Error);
        Mirror(recorder)!.GetTagItem("router.mirror.outcome").Should().Be("mirror_failed");
        Outcomes(recorder).Should().Equal("mirror_failed");
        (recorder.AllText + string.Concat(bench.Primary.Log.Entries)).Should().NotContain(Secret);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Where_the_caller_got_nothing_nothing_is_compared(bool streaming)
    {
        using TelemetryRecorder recorder = new();
        MirrorBench bench = new(new ScriptedChatClient(ScriptedTurn.Fail(new InvalidOperationException("down"))), new ScriptedChatClient());
        await bench.Awaiting(asked => asked.AskAsync(streaming)).Should().ThrowAsync<Exception>();
        await MirrorBench.UntilAsync(() => Mirror(recorder) is not null);
        Outcomes(recorder).Should().Equal("primary_unanswered");
    }

    [Fact]
    public async Task A_stream_that_the_caller_leaves_is_not_compared()
    {
        using TelemetryRecorder recorder = new();
        MirrorBench bench = new(new ScriptedChatClient(ScriptedTurn.Text("a", "b")), new ScriptedChatClient());
        await foreach (ChatResponseUpdate update in bench.Primary.Chat.GetStreamingResponseAsync("hello"))
        {
            break;
        }

        await MirrorBench.UntilAsync(() => Mirror(recorder) is not null);
        Outcomes(recorder).Should().Equal("primary_unanswered");
    }

    [Fact]
    public async Task What_is_not_mirrored_is_counted_by_reason()
    {
        using TelemetryRecorder recorder = new();
        ManualTimeProvider clock = new();
        MirrorBench bench = new(
            new ScriptedChatClient(clock), new ScriptedChatClient(clock, ScriptedTurn.Hang()), new MirrorConfig { Route = "shadow", Concurrency = 1 }, clock: clock);
        await bench.AskAsync(streaming: false);
        await bench.AskAsync(streaming: false);
        await bench.AskAsync(streaming: true, new ChatOptions { Tools = [new HostedWebSearchTool()] });
        Outcomes(recorder).Should().Equal("full", "not_harmless");
        await bench.Host.DisposeAsync();
        await MirrorBench.UntilAsync(() => Mirror(recorder) is not null);
    }

    private static Activity? Mirror(TelemetryRecorder recorder) =>
        recorder.Spans.SingleOrDefault(span => span.DisplayName.StartsWith("router.mirror", StringComparison.Ordinal));

    private static IEnumerable<object?> Outcomes(TelemetryRecorder recorder) =>
        recorder.Measurements.Where(made => made.Name == "router.mirror.count").Select(made => made.Tags["router.mirror.outcome"]);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Router.CodeMode.Execution;
using Router.CodeMode.Tests.Execution;
using Router.Telemetry;

namespace Router.CodeMode.Tests.Telemetry;

public sealed class RunTelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly Activity _root = new Activity("test").Start();

    public RunTelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RouterDiagnostics.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            // Tests run side by side; only the spans below this test's own are its.
            ActivityStopped = span =>
            {
                if (span.TraceId == _root.TraceId)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _root.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_has_a_span_and_each_call_one_below_it_with_content_only_where_asked(bool sensitive)
    {
        RunBench bench = new RunBench().Function("a.f", _ => "\"secret-answer\"").Function("fails", _ => throw new CodeCallException("secret-words"));
        bench.Options.EnableSensitiveData = sensitive;
        bench.Program(async host =>
        {
            await host.Call("a.f", "[\"secret-argument\"]");
            await host.Fault("fails");
            return "\"secret-value\"";
        });

        await bench.RunAsync(bench.Request() with { SessionId = "session" });

        Activity run = _spans.Single(span => span.OperationName == "execute_code");
        run.Kind.Should().Be(ActivityKind.Internal);
        run.ParentSpanId.Should().Be(_root.SpanId);
        run.GetTagItem("router.code.engine").Should().Be("scripted");
        run.GetTagItem("router.code.run_id").Should().Be("run");
        run.GetTagItem("router.code.status").Should().Be("Completed");
        run.GetTagItem("router.code.calls").Should().Be(2);
        run.GetTagItem("router.code.slices").Should().Be(3);
        run.GetTagItem("router.code.cpu_ms").Should().Be(3.0);
        run.GetTagItem("gen_ai.conversation.id").Should().Be("session");
        Activity call = _spans.Single(span => span.OperationName == "execute_tool a.f");
        call.ParentSpanId.Should().Be(run.SpanId);
        call.GetTagItem("gen_ai.tool.name").Should().Be("a.f");
        call.GetTagItem("gen_ai.tool.type").Should().Be("function");
        call.GetTagItem("gen_ai.tool.call.id").Should().Be("run/1");
        call.GetTagItem("gen_ai.conversation.id").Should().Be("session");
        Activity failed = _spans.Single(span => span.OperationName == "execute_tool fails");
        failed.GetTagItem("error.type").Should().Be("FunctionFailed");
        failed.Status.Should().Be(ActivityStatusCode.Error);
        string all = string.Join('\n', _spans.SelectMany(span => span.TagObjects).Select(tag => $"{tag.Value}"));
        all.Contains("secret").Should().Be(sensitive);
        string.Join('\n', bench.Logs.Entries.Select(entry => entry.Message)).Should().NotContain("secret");
    }

    [Fact]
    public async Task A_limit_is_an_event_and_the_runs_error_type()
    {
        RunBench bench = new RunBench().Program(host =>
        {
            host.Cpu = TimeSpan.FromSeconds(3);
            return Task.FromResult<string?>(null);
        });

        await bench.RunAsync();

        Activity run = _spans.Single(span => span.OperationName == "execute_code");
        run.GetTagItem("error.type").Should().Be("Timeout");
        run.Events.Should().ContainSingle().Which.Name.Should().Be("router.code.limit_hit");
    }

    [Fact]
    public async Task Sleep_wake_up_and_doubt_are_events()
    {
        RunBench bench = new();
        Gate gate = bench.Gated("f");
        bench.Program(async host => await host.Fault("f"));
        using CancellationTokenSource sleep = new();
        Task<CodeResult> asleep = bench.RunAsync(bench.Request(new CodeLimits { SuspendGrace = TimeSpan.Zero }) with { SuspendToken = sleep.Token });
        await gate.EnteredAsync(1);
        await sleep.CancelAsync();
        await asleep;
        await bench.ResumeAsync();

        Activity[] runs = [.. _spans.Where(span => span.OperationName == "execute_code")];
        runs[0].Events.Select(told => told.Name).Should().Equal("router.code.checkpoint", "router.code.in_doubt", "router.code.suspended");
        runs[1].Events.Select(told => told.Name).Should().Equal("router.code.replay", "router.code.in_doubt");
    }

    [Fact]
    public async Task Runs_calls_and_sleeps_are_counted_with_what_became_of_them()
    {
        string engine = Guid.NewGuid().ToString();
        ConcurrentQueue<string> counted = new();
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == RouterDiagnostics.MeterName && instrument.Name.StartsWith("router.code.", StringComparison.Ordinal))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.Start();
        RunBench bench = new() { Engine = new ScriptedEngine { Name = engine } };
        bench.Function("f").Function("pay", approval: true);
        Gate gate = bench.Gated("slow");
        bench.Program(async host =>
        {
            await host.Call("f");
            await host.Fault("unknown");
            await host.Call("slow");
            await host.Call("pay");
            throw new InvalidOperationException();
        });

        Task<CodeResult> asleep = bench.RunAsync();
        await gate.EnteredAsync(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(2));
        gate.Answer(0);
        await asleep;
        await bench.ResumeAsync(new CodeResume { RunId = "run", Approvals = new Dictionary<int, CodeApproval> { [4] = new(true) } });

        counted.Should().BeEquivalentTo(
        [
            "router.code.call.count 1 Succeeded", "router.code.call.count 1 Refused", "router.code.call.count 1 Succeeded",
            "router.code.run.duration 2 Suspended", "router.code.suspension.count 1",
            "router.code.call.count 1 Succeeded", "router.code.run.duration 0 Failed Program",
        ]);

        void Count<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Dictionary<string, object?> told = new(tags.ToArray());
            if (told.Remove("router.code.engine", out object? of) && of as string == engine)
            {
                counted.Enqueue(string.Join(' ', new object?[] { instrument.Name, value }.Concat(told.Values)));
            }
        }
    }
}

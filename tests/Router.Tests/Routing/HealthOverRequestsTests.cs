using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>What one request leaves behind for the next.</summary>
public sealed class HealthOverRequestsTests
{
    private static readonly HealthConfig Breaker = new() { MinimumThroughput = 4, FailureRatio = 0.5, BreakDuration = TimeSpan.FromSeconds(15) };

    public static TheoryData<RouteMode> Modes => [RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold, RouteMode.Images];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task One_bad_request_counts_once_however_often_it_is_tried(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Fails("a", FailureClass.Transient))
        {
            Health = Breaker,
            Route = new RouteConfig { Retry = new RetryConfig { TriesPerTarget = 4 }, MaxAttempts = 9 },
        }, mode);
        for (int request = 1; request <= 3; request++)
        {
            (await fixture.RunAsync()).Attempts.Should().HaveCount(4);
            fixture.State("a").Should().Be(HealthState.Ready, "{0} requests are too few", request);
        }

        (await fixture.RunAsync()).Attempts.Should().HaveCount(1, "it opens the circuit, so that there is no second try");
        fixture.State("a").Should().Be(HealthState.Cooling);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task All_cooling_is_refused_at_once_with_the_soonest_return(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a", Failures.Of(FailureClass.RateLimited, retryAfter: 200)),
            new TargetPlan("b", Failures.Of(FailureClass.RateLimited, retryAfter: 150))), mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(100));
        DateTimeOffset started = fixture.Clock.GetUtcNow();

        RouteOutcome outcome = await fixture.RunAsync();

        fixture.Clock.GetUtcNow().Should().Be(started);
        outcome.Failed.Class.Should().Be(FailureClass.RateLimited);
        outcome.Failed.RetryAfter.Should().Be(TimeSpan.FromSeconds(50));
        outcome.Failed.Attempts.Should().BeEmpty();
        outcome.Failed.InnerException.Should().BeNull();
        outcome.Failed.Skipped.Select(skip => (skip.Target, skip.Reason, skip.RetryAfter!.Value.TotalSeconds))
            .Should().Equal(("a", SkipReason.Cooling, 100), ("b", SkipReason.Cooling, 50));
        outcome.Failed.Message.Should().Contain("50 s");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_success_after_a_lapsed_cool_down_leaves_the_target_ready(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("",
            new TargetPlan("a", Failures.Of(FailureClass.Credential), ScriptedTurn.Text("a"))), mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        fixture.State("a").Should().Be(HealthState.Probe);
        (await fixture.RunAsync()).Text.Should().Be("a");
        fixture.State("a").Should().Be(HealthState.Ready);
        (await fixture.RunAsync()).Text.Should().Be("a");
    }

    [Theory]
    [InlineData(RouteMode.Unary)]
    [InlineData(RouteMode.Streaming)]
    [InlineData(RouteMode.Images)]
    public async Task A_hundred_requests_on_a_half_open_target_make_one_call(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Failures.Of(FailureClass.ModelGone), ScriptedTurn.Hang())), mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        using CancellationTokenSource cancel = new();

        Task<RouteOutcome>[] requests = [.. Enumerable.Range(0, 100).Select(_ => Task.Run(() => fixture.AskAsync(token: cancel.Token)))];
        Task<RouteOutcome>[] refused = [.. await FirstToEndAsync(requests, 99)];

        fixture.Calls("a").Should().HaveCount(2, "the one that failed, and the probe");
        foreach (Task<RouteOutcome> request in refused)
        {
            RouteException failed = (await request).Failed;
            failed.Class.Should().Be(FailureClass.RateLimited);
            failed.Skipped.Single().Reason.Should().Be(SkipReason.ProbeInFlight);
        }

        await cancel.CancelAsync();
        (await Task.WhenAll(requests)).Count(outcome => outcome.Error is OperationCanceledException).Should().Be(1);
        fixture.State("a").Should().Be(HealthState.Probe, "a cancelled probe is returned");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_failing_probe_shuts_the_target_again(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Failures.Of(FailureClass.ModelGone), Failures.Of(FailureClass.Malformed))), mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        (await fixture.RunAsync()).AttemptList.Should().Be("a:Malformed");
        fixture.Wait("a").Should().Be(TimeSpan.FromSeconds(15));
        fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        fixture.State("a").Should().Be(HealthState.Probe);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_target_that_fails_as_a_fallback_is_cooled_too(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("",
            ClassPlans.Fails("a", FailureClass.Malformed), new TargetPlan("b", Failures.Of(FailureClass.RateLimited, retryAfter: 500))), mode);
        await fixture.RunAsync();
        fixture.ShutList.Should().Be("b:500");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_target_that_another_request_shuts_during_a_backoff_is_left(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Fails("a", FailureClass.Transient), ClassPlans.Ok("b")), mode);
        Task<RouteOutcome> request = fixture.AskAsync();
        fixture.Clock.ActiveTimers.Should().Be(1, "it waits before the second try");
        fixture.Targets[0].Health.TryEnter(out HealthPermit other);
        fixture.Targets[0].Health.Fail(other, new Failure(FailureClass.ModelGone), countable: false);

        RouteOutcome outcome = await Pump.RunAsync(fixture.Clock, () => request);

        outcome.AttemptList.Should().Be("a:Transient b");
        fixture.Calls("a").Should().HaveCount(1);
    }

    [Fact]
    public async Task A_reader_that_lingers_over_a_probing_stream_does_not_keep_the_target_shut()
    {
        ScriptedTurn answer = new() { Updates = [ScriptedTurn.Update(new TextContent("x")), ScriptedTurn.Update(new TextContent("y"))] };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Failures.Of(FailureClass.ModelGone), answer)), RouteMode.Streaming);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));

        await using IAsyncEnumerator<ChatResponseUpdate> slow = fixture.Chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator();
        (await slow.MoveNextAsync()).Should().BeTrue();
        fixture.State("a").Should().Be(HealthState.ProbeInFlight);
        fixture.Clock.Advance(TimeSpan.FromSeconds(15));

        (await fixture.RunAsync()).Text.Should().Be("xy");
        fixture.State("a").Should().Be(HealthState.Ready);
        (await slow.MoveNextAsync()).Should().BeTrue("and the slow one goes on");
    }

    private static async Task<IReadOnlyList<Task<RouteOutcome>>> FirstToEndAsync(IEnumerable<Task<RouteOutcome>> requests, int count)
    {
        List<Task<RouteOutcome>> ended = [];
        await foreach (Task<RouteOutcome> request in Task.WhenEach(requests))
        {
            ended.Add(request);
            if (ended.Count == count)
            {
                break;
            }
        }

        return ended;
    }
}

using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Configuration;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Routing;

public sealed class HedgingTests
{
    private static readonly HedgingConfig AfterOneSecond = new() { Delay = TimeSpan.FromSeconds(1) };

    // One failure would open the breaker, so that harm would show.
    private static readonly HealthConfig Touchy = new() { MinimumThroughput = 1, FailureRatio = 0.1 };

    public static TheoryData<RouteMode> Modes => [RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_quick_target_is_asked_alone(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, Slow("a", 0.9), Slow("b", 0));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("a");
        outcome.AttemptList.Should().Be("a");
        fixture.Calls("b").Should().BeEmpty();
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_second_target_wins_against_a_slow_one_which_is_cancelled_and_unharmed(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, Slow("a", 30), Slow("b", 0.5));
        DateTimeOffset started = fixture.Clock.GetUtcNow();

        RouteOutcome outcome = await fixture.RunAsync();

        outcome.Text.Should().Be("b");
        outcome.AttemptList.Should().Be("a:Cancelled b");
        outcome.Attempts.Select(attempt => attempt.Hedge).Should().Equal(false, true);
        (fixture.Clock.GetUtcNow() - started).Should().BeCloseTo(TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(5));
        fixture.Calls("a").Single().Cancelled.Should().BeTrue();
        fixture.Calls("a").Single().Ended.Should().BeTrue();
        fixture.State("a").Should().Be(HealthState.Ready);
        fixture.Targets.Should().OnlyContain(target => target.Statistics.InFlight == 0);
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_first_target_may_still_win(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, Slow("a", 1.2), Slow("b", 30));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("a");
        outcome.AttemptList.Should().Be("b:Cancelled a");
        fixture.Calls("b").Single().Cancelled.Should().BeTrue();
        fixture.Calls("a").Single().Cancelled.Should().BeFalse();
        fixture.State("b").Should().Be(HealthState.Ready);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_target_that_fails_leaves_the_race_to_the_other(RouteMode mode)
    {
        ScriptedTurn late = ScriptedTurn.Fail(Failures.Error(FailureClass.Malformed)) with { Updates = [new ChatResponseUpdate { Role = ChatRole.Assistant }], Delay = TimeSpan.FromSeconds(1.2) };
        RouteFixture fixture = Fixture(mode, new TargetPlan("a", late), Slow("b", 2));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("b");
        outcome.AttemptList.Should().Be("a:Malformed b");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Where_both_fail_the_next_target_is_asked(RouteMode mode)
    {
        ScriptedTurn late = ScriptedTurn.Fail(Failures.Error(FailureClass.Malformed)) with { Updates = [new ChatResponseUpdate { Role = ChatRole.Assistant }], Delay = TimeSpan.FromSeconds(1.2) };
        RouteFixture fixture = Fixture(mode, new TargetPlan("a", late), ClassPlans.Fails("b", FailureClass.Malformed), ClassPlans.Ok("c"));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("c");
        outcome.AttemptList.Should().Be("b:Malformed a:Malformed c");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_failure_before_the_delay_falls_back_as_ever(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, ClassPlans.Fails("a", FailureClass.Malformed), ClassPlans.Ok("b"));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.AttemptList.Should().Be("a:Malformed b");
        outcome.Attempts[1].Hedge.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task As_many_start_as_are_allowed(RouteMode mode)
    {
        RouteFixture fixture = Fixture(
            mode, AfterOneSecond with { MaxHedges = 2 }, Touchy, Slow("a", 30), Slow("b", 30), Slow("c", 0.5), Slow("d", 0));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("c");
        fixture.Calls("d").Should().BeEmpty();
        outcome.AttemptList.Should().Be("a:Cancelled b:Cancelled c");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_attempts_of_the_whole_request_are_counted(RouteMode mode)
    {
        RoutePlan plan = new("", Slow("a", 3), Slow("b", 0)) { Route = new RouteConfig { Hedging = AfterOneSecond, MaxAttempts = 1 } };
        RouteFixture fixture = new(plan, mode);
        (await fixture.RunAsync()).Text.Should().Be("a");
        fixture.Calls("b").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_target_that_is_shut_does_not_start(RouteMode mode)
    {
        RouteFixture fixture = Fixture(mode, Slow("a", 3), new TargetPlan("b", Failures.Of(FailureClass.ModelGone)), Slow("c", 0));
        HealthPermit permit = default;
        fixture.Targets[1].Health.Fail(permit, new Failure(FailureClass.ModelGone), countable: true);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("c");
        fixture.Calls("b").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_caller_s_cancellation_ends_both(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = Fixture(mode, new TargetPlan("a", ScriptedTurn.Hang()), new TargetPlan("b", ScriptedTurn.Hang() with { OnCall = cancel.Cancel }));
        RouteOutcome outcome = await fixture.RunAsync(token: cancel.Token);
        outcome.Error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(cancel.Token);
        fixture.Calls("a").Single().Ended.Should().BeTrue();
        fixture.Calls("b").Single().Ended.Should().BeTrue();
        fixture.Targets.Should().OnlyContain(target => target.Statistics.InFlight == 0 && target.Health.Peek().State == HealthState.Ready);
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task The_caller_s_cancellation_reaches_the_winner_of_a_race()
    {
        using CancellationTokenSource cancel = new();
        ScriptedTurn begun = new() { Updates = [ScriptedTurn.Update(new TextContent("x"))], Hangs = true };
        RouteFixture fixture = Fixture(RouteMode.Streaming, new TargetPlan("a", ScriptedTurn.Hang()), new TargetPlan("b", begun));
        await using IAsyncEnumerator<ChatResponseUpdate> stream = fixture.Chat.GetStreamingResponseAsync("hi", null, cancel.Token).GetAsyncEnumerator();
        Task<bool> first = stream.MoveNextAsync().AsTask();
        await fixture.Clock.AdvanceToNextTimerAsync();
        (await first).Should().BeTrue();
        ValueTask<bool> next = stream.MoveNextAsync();
        await cancel.CancelAsync();
        Func<Task> rest = async () => await next;
        await rest.Should().ThrowAsync<OperationCanceledException>();
        fixture.Calls("b").Single().Cancelled.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_total_timer_ends_both(RouteMode mode)
    {
        RoutePlan plan = new("", new TargetPlan("a", ScriptedTurn.Hang()), new TargetPlan("b", ScriptedTurn.Hang()))
        {
            Route = new RouteConfig { Hedging = AfterOneSecond, Timeouts = new TimeoutsConfig { Total = TimeSpan.FromSeconds(10), Attempt = TimeSpan.FromSeconds(10) } },
        };
        RouteFixture fixture = new(plan, mode);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Failed.Class.Should().Be(FailureClass.Timeout);
        outcome.AttemptList.Should().Be("a:Timeout b:Timeout");
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_loser_that_ignores_its_token_does_not_hold_the_answer_up(RouteMode mode)
    {
        TaskCompletionSource release = new();
        LambdaChatClient deaf = new()
        {
            Respond = async (_, _, _) =>
            {
                await release.Task.ConfigureAwait(false);
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "late")) { FinishReason = ChatFinishReason.Stop };
            },
            Stream = (_, _, _) => Late(release.Task),
        };
        RouteFixture fixture = Fixture(mode, new TargetPlan("a") { Chat = deaf }, Slow("b", 0));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("b");
        outcome.AttemptList.Should().Be("a:Cancelled b");
        fixture.Targets[0].Statistics.InFlight.Should().Be(1, "it still runs");
        release.SetResult();
        await Until(() => fixture.Targets[0].Statistics.InFlight == 0);
        outcome.Report!.Attempts.Should().HaveCount(2, "a report that is handed out does not change");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Nothing_starts_after_a_failure_that_no_other_target_mends(RouteMode mode)
    {
        RouteFixture fixture = Fixture(
            mode, AfterOneSecond with { MaxHedges = 2 }, Touchy, LateFailure("a", FailureClass.CallerFault, 1.2), Slow("b", 5), Slow("c", 0));
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.Text.Should().Be("b");
        outcome.AttemptList.Should().Be("a:CallerFault b");
        fixture.Calls("c").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_repetition_that_takes_the_last_attempt_leaves_none_to_a_hedge(RouteMode mode)
    {
        TargetPlan again = new("a", LateFailure("a", FailureClass.Transient, 0.1).Turns[0], ScriptedTurn.Text("a") with { Delay = TimeSpan.FromSeconds(5) });
        RoutePlan plan = new("", again, Slow("b", 0)) { Route = new RouteConfig { Hedging = AfterOneSecond, MaxAttempts = 2 } };
        RouteFixture fixture = new(plan, mode);
        RouteOutcome outcome = await fixture.RunAsync();
        outcome.AttemptList.Should().Be("a:Transient a");
        fixture.Calls("b").Should().BeEmpty();
    }

    [Fact]
    public async Task A_hedge_that_breaks_before_it_starts_leaves_nothing_behind()
    {
        RoutePlan plan = new("", new TargetPlan("a", ScriptedTurn.Hang()), Slow("b", 0))
        {
            Route = new RouteConfig { Hedging = AfterOneSecond },
            Limits = new AdmissionRules { Providers = new Dictionary<string, LimitsConfig> { ["provider-b"] = new() { Concurrency = 1 } } },
        };
        RouteFixture fixture = new(plan);
        fixture.Log.OnLog = id => _ = id.Name == "Hedged" ? throw new InvalidOperationException("listener") : 0;
        (await fixture.RunAsync()).Error.Should().BeOfType<InvalidOperationException>();
        fixture.Log.OnLog = null;
        (await fixture.RunAsync()).AttemptList.Should().Be("a:Cancelled b", "the place that was taken is free again");
        fixture.Targets.Should().OnlyContain(target => target.Statistics.InFlight == 0);
    }

    private static TargetPlan LateFailure(string name, FailureClass failureClass, double seconds) =>
        new(name, ScriptedTurn.Fail(Failures.Error(failureClass)) with { Updates = [new ChatResponseUpdate { Role = ChatRole.Assistant }], Delay = TimeSpan.FromSeconds(seconds) });

    private static async IAsyncEnumerable<ChatResponseUpdate> Late(Task release)
    {
        await release.ConfigureAwait(false);
        yield return ScriptedTurn.Update(new TextContent("late"));
        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int spin = 0; spin < 1_000_000 && !condition(); spin++)
        {
            await Task.Yield();
        }

        condition().Should().BeTrue();
    }

    private static RouteFixture Fixture(RouteMode mode, params TargetPlan[] targets) => Fixture(mode, AfterOneSecond, Touchy, targets);

    private static RouteFixture Fixture(RouteMode mode, HedgingConfig hedging, HealthConfig health, params TargetPlan[] targets) =>
        new(new RoutePlan("", targets) { Route = new RouteConfig { Hedging = hedging }, Health = health }, mode);

    private static TargetPlan Slow(string name, double seconds) =>
        new(name, ScriptedTurn.Text(name) with { Delay = TimeSpan.FromSeconds(seconds) });
}

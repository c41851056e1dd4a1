using Microsoft.Extensions.AI;
using Router.Resilience;
using Router.TestKit;

namespace Router.Tests.Routing;

public sealed class CancellationTests
{
    // One failure would open the breaker, so that harm would show.
    private static readonly HealthConfig Touchy = new() { MinimumThroughput = 1, FailureRatio = 0.1 };

    public static TheoryData<RouteMode> Modes => [RouteMode.Unary, RouteMode.Streaming, RouteMode.Hold, RouteMode.Images];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_token_cancelled_beforehand_asks_nobody(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Ok("a")), mode);
        CancellationToken token = new(canceled: true);
        Cancelled(await fixture.RunAsync(token: token), token);
        fixture.Calls("a").Should().BeEmpty();
    }

    [Fact]
    public async Task A_client_s_callback_that_throws_does_not_break_the_timer_that_cancels_it()
    {
        LambdaChatClient broken = new()
        {
            Respond = async (_, _, token) =>
            {
                TaskCompletionSource<ChatResponse> never = new();
                using CancellationTokenRegistration ends = token.Register(() => never.TrySetCanceled(token));
                using CancellationTokenRegistration throws = token.Register(() => throw new InvalidOperationException("client"));
                return await never.Task.ConfigureAwait(false);
            },
        };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a") { Chat = broken }, ClassPlans.Ok("b")));
        (await fixture.RunAsync()).AttemptList.Should().Be("a:Timeout b");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Before_the_commit_the_call_is_cancelled_and_nobody_harmed(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", ScriptedTurn.Hang()), ClassPlans.Ok("b")) { Health = Touchy }, mode);
        Task<RouteOutcome> request = fixture.AskAsync(token: cancel.Token);
        await cancel.CancelAsync();

        Cancelled(await request, cancel.Token);
        fixture.Calls("a").Single().Cancelled.Should().BeTrue();
        fixture.Calls("a").Single().Ended.Should().BeTrue();
        fixture.Calls("b").Should().BeEmpty();
        fixture.State("a").Should().Be(HealthState.Ready);
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_commit_the_call_is_cancelled_and_nobody_harmed(bool whileWaiting)
    {
        using CancellationTokenSource cancel = new();
        ScriptedTurn turn = new() { Updates = [ScriptedTurn.Update(new TextContent("x"))], Hangs = true };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", turn), ClassPlans.Ok("b")) { Health = Touchy }, RouteMode.Streaming);
        await using IAsyncEnumerator<ChatResponseUpdate> stream = fixture.Chat.GetStreamingResponseAsync("hi", null, cancel.Token).GetAsyncEnumerator();
        (await stream.MoveNextAsync()).Should().BeTrue();

        ValueTask<bool> next = default;
        if (whileWaiting)
        {
            next = stream.MoveNextAsync();
            next.IsCompleted.Should().BeFalse();
        }

        await cancel.CancelAsync();
        if (!whileWaiting)
        {
            next = stream.MoveNextAsync();
        }

        Func<Task> rest = async () => await next;
        (await rest.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        fixture.Calls("a").Single().Cancelled.Should().BeTrue();
        fixture.Calls("a").Single().Ended.Should().BeTrue();
        fixture.Calls("b").Should().BeEmpty();
        fixture.State("a").Should().Be(HealthState.Ready);
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Fact]
    public async Task A_token_given_to_the_enumeration_serves_as_well()
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", ScriptedTurn.Hang())), RouteMode.Streaming);
        await using IAsyncEnumerator<ChatResponseUpdate> stream = fixture.Chat.GetStreamingResponseAsync("hi").GetAsyncEnumerator(cancel.Token);
        Task<bool> first = stream.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        Func<Task> read = () => first;
        (await read.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        fixture.Calls("a").Single().Cancelled.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task During_a_backoff_the_wait_ends(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Fails("a", FailureClass.Transient), ClassPlans.Ok("b")), mode);
        Task<RouteOutcome> request = fixture.AskAsync(token: cancel.Token);
        fixture.Clock.ActiveTimers.Should().Be(1, "it waits before the second try");
        await cancel.CancelAsync();

        Cancelled(await request, cancel.Token);
        fixture.Calls("a").Should().HaveCount(1);
        fixture.Calls("b").Should().BeEmpty();
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task During_the_wait_for_a_cool_down_the_wait_ends(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Failures.Of(FailureClass.RateLimited, retryAfter: 20))), mode);
        Task<RouteOutcome> request = fixture.AskAsync(token: cancel.Token);
        fixture.Clock.ActiveTimers.Should().Be(1, "it waits for the target");
        await cancel.CancelAsync();

        Cancelled(await request, cancel.Token);
        fixture.Calls("a").Should().HaveCount(1);
        fixture.Clock.ActiveTimers.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Whatever_the_provider_throws_then_it_is_a_cancellation(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        ScriptedTurn turn = Failures.Of(FailureClass.Transient) with { OnCall = cancel.Cancel };
        ScriptedTurn thrown = turn with { Failure = new InvalidOperationException("not a cancellation") };
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", thrown), ClassPlans.Ok("b")) { Health = Touchy }, mode);
        Cancelled(await fixture.RunAsync(token: cancel.Token), cancel.Token);
        fixture.State("a").Should().Be(HealthState.Ready);
        fixture.Calls("b").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Between_the_choice_of_a_target_and_its_call_a_probe_is_returned(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = await HalfOpenSecondAsync(mode);
        fixture.Log.OnLog = id => CancelOn(id, cancel);

        Cancelled(await fixture.RunAsync(token: cancel.Token), cancel.Token);

        fixture.Calls("b").Should().HaveCount(1, "the request ended before the probe was made");
        fixture.State("b").Should().Be(HealthState.Probe);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_logger_that_throws_keeps_no_probe(RouteMode mode)
    {
        RouteFixture fixture = await HalfOpenSecondAsync(mode);
        fixture.Log.OnLog = id =>
        {
            if (id.Id == 1002)
            {
                throw new InvalidOperationException("the log is full");
            }
        };

        (await fixture.RunAsync()).Error.Should().BeOfType<InvalidOperationException>();
        fixture.State("b").Should().Be(HealthState.Probe);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_cancelled_probe_is_returned(RouteMode mode)
    {
        using CancellationTokenSource cancel = new();
        RouteFixture fixture = new(new RoutePlan("", new TargetPlan("a", Failures.Of(FailureClass.ModelGone), ScriptedTurn.Hang())), mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        Task<RouteOutcome> request = fixture.AskAsync(token: cancel.Token);
        fixture.State("a").Should().Be(HealthState.ProbeInFlight);
        await cancel.CancelAsync();
        Cancelled(await request, cancel.Token);
        fixture.State("a").Should().Be(HealthState.Probe);
    }

    private static void CancelOn(Microsoft.Extensions.Logging.EventId id, CancellationTokenSource cancel)
    {
        if (id.Id == 1002)
        {
            cancel.Cancel();
        }
    }

    private static async Task<RouteFixture> HalfOpenSecondAsync(RouteMode mode)
    {
        RouteFixture fixture = new(new RoutePlan("", ClassPlans.Fails("a", FailureClass.Malformed), ClassPlans.Fails("b", FailureClass.ModelGone)), mode);
        await fixture.RunAsync();
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        fixture.State("b").Should().Be(HealthState.Probe);
        return fixture;
    }

    private static void Cancelled(RouteOutcome outcome, CancellationToken token) =>
        outcome.Error.Should().BeAssignableTo<OperationCanceledException>().Which.CancellationToken.Should().Be(token);
}

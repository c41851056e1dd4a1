using Microsoft.Extensions.AI;
using Router.Admission;
using Router.Context;
using Router.Resilience;
using Router.Routing;

namespace Router.Tests.Routing;

/// <content>Requests that wait until a limit lets them through.</content>
public sealed partial class AdmissionTests
{
    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_waiting_request_goes_on_when_a_place_is_free(RouteMode mode)
    {
        GatedChatClient client = new();
        RouteFixture fixture = Queued(mode, new QueueConfig(), client);
        Task<RouteOutcome> first = fixture.AskAsync("first");
        Task<RouteOutcome> second = fixture.AskAsync("second");
        fixture.Clock.Advance(TimeSpan.FromSeconds(3));
        await client.LetGoAsync(1);
        (await first).Text.Should().Be("a");
        await client.LetGoAsync(2);
        RouteOutcome waited = await second;
        waited.Text.Should().Be("a");
        waited.Report!.Waited.Should().BeCloseTo(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(5));
        waited.SkipList.Should().Be("a:LimitReached");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Clock.ActiveTimers.Should().Be(0, "leases that have ended are renewed no more");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Whoever_waits_too_long_or_finds_the_queue_full_is_refused(RouteMode mode)
    {
        GatedChatClient client = new();
        RouteFixture fixture = Queued(mode, new QueueConfig { Limit = 1, Timeout = TimeSpan.FromSeconds(2) }, client);
        Task<RouteOutcome> first = fixture.AskAsync();
        Task<RouteOutcome> second = fixture.AskAsync();
        RouteException full = (await fixture.AskAsync()).Failed;
        full.Message.Should().Contain("queue").And.Contain("full");
        full.Class.Should().Be(FailureClass.RateLimited);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        RouteException late = (await second).Failed;
        late.Message.Should().Contain("queue").And.Contain("ran out");
        late.Class.Should().Be(FailureClass.RateLimited);
        await client.LetGoAsync(1);
        (await first).Text.Should().Be("a");
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        fixture.Clock.ActiveTimers.Should().Be(0, "leases that have ended are renewed no more");
    }

    [Fact]
    public async Task A_higher_priority_goes_first()
    {
        GatedChatClient client = new();
        RouteFixture fixture = Queued(RouteMode.Unary, new QueueConfig(), client);
        Task<RouteOutcome>[] requests = [Ask("first", 0), Ask("low", 0), Ask("high", 5), Ask("middle", 3)];
        for (int call = 1; call <= requests.Length; call++)
        {
            await client.LetGoAsync(call);
        }

        (await Task.WhenAll(requests)).Should().OnlyContain(outcome => outcome.Error == null);
        client.Prompts.Should().Equal("first", "high", "middle", "low");

        Task<RouteOutcome> Ask(string name, int priority) =>
            fixture.AskAsync(name, new ChatOptions().WithRouteContext(new RouteContext { Priority = priority }));
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_the_queue()
    {
        GatedChatClient client = new();
        RouteFixture fixture = Queued(RouteMode.Unary, new QueueConfig { Limit = 1 }, client);
        using CancellationTokenSource cancel = new();
        Task<RouteOutcome> first = fixture.AskAsync();
        Task<RouteOutcome> second = fixture.AskAsync(token: cancel.Token);
        await cancel.CancelAsync();
        (await second).Error.Should().BeAssignableTo<OperationCanceledException>();
        Task<RouteOutcome> third = fixture.AskAsync();
        await client.LetGoAsync(1);
        (await first).Text.Should().Be("a");
        await client.LetGoAsync(2);
        (await third).Text.Should().Be("a");
    }
}

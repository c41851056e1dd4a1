using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Resilience;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>Many requests at once over targets that fail in every way: each ends once, and nothing is left behind.</summary>
public sealed class StressTests
{
    private const int Requests = 2000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_request_ends_in_one_answer_or_one_classified_error(int seed)
    {
        ManualTimeProvider clock = new();
        ChaosChatClient[] clients = [.. Enumerable.Range(0, 5).Select(index => new ChaosChatClient((seed * 10) + index, clock))];
        RoutePlan plan = new("", [.. clients.Select((client, index) => new TargetPlan($"t{index}") { Chat = client, Provider = $"p{index / 2}" })])
        {
            Route = new RouteConfig { MaxAttempts = 6, FallbackOn = [FailureClass.CallerFault] },
            Health = new HealthConfig { MinimumThroughput = 5, LongCooldown = TimeSpan.FromSeconds(1), RateLimitCooldown = TimeSpan.FromSeconds(1), BreakDuration = TimeSpan.FromSeconds(1) },
        };
        RouteFixture unary = new(plan, RouteMode.Unary, SeededRandom.Create(seed), clock);
        RouteFixture commit = new(plan, RouteMode.Streaming, SeededRandom.Create(seed), clock);
        RouteFixture hold = new(plan, RouteMode.Hold, SeededRandom.Create(seed), clock);

        Task<string>[] requests = [.. Enumerable.Range(0, Requests).Select(index => Task.Run(() =>
            EndAsync(new[] { unary, commit, hold }[index % 3], new Random((seed * 1_000_003) + index), clock)))];
        Task<string[]> all = Task.WhenAll(requests);
        while (!all.IsCompleted)
        {
            await Task.Yield();
            clock.TryAdvanceToNextTimer();
        }

        Dictionary<string, int> endings = (await all).CountBy(ending => ending).ToDictionary();
        endings.Keys.Should().BeSubsetOf(["answered", "refused", "cancelled", "left"]);
        endings["answered"].Should().BeGreaterThan(Requests / 5, "targets open again");
        clients.Should().OnlyContain(client => client.Calls > 0);
        clients.Sum(client => client.Open).Should().Be(0, "every call has ended");
        clock.ActiveTimers.Should().Be(0, "every timer is let go");
        clock.Advance(TimeSpan.FromDays(1));
        foreach (RouteTarget target in new[] { unary, commit, hold }.SelectMany(fixture => fixture.Targets))
        {
            target.Health.Peek().State.Should().BeOneOf(HealthState.Ready, HealthState.Probe);
            target.Health.TryEnter(out HealthPermit permit).Should().BeTrue("no probe was left behind");
            target.Health.Succeed(permit);
        }
    }

    private static async Task<string> EndAsync(RouteFixture fixture, Random random, ManualTimeProvider clock)
    {
        // They come over two minutes, so that targets shut, are probed and open again meanwhile.
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(120_000)), clock).ConfigureAwait(false);
        using CancellationTokenSource cancel = random.NextDouble() < 0.15
            ? new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 5000)), clock)
            : new CancellationTokenSource();
        if (fixture.Mode != RouteMode.Unary && random.NextDouble() < 0.1)
        {
            return await LeaveAsync(fixture, cancel.Token).ConfigureAwait(false);
        }

        RouteOutcome outcome = await fixture.AskAsync(token: cancel.Token).ConfigureAwait(false);
        switch (outcome.Error)
        {
            case null:
                outcome.Text.Should().NotBeNullOrEmpty();
                outcome.Report!.Attempts.Should().HaveCountLessThanOrEqualTo(6);
                outcome.Report.Attempts[^1].Class.Should().BeNull();
                outcome.Report.Attempts.SkipLast(1).Should().NotContain(attempt => attempt.Class == null);
                return "answered";
            case OperationCanceledException cancelled:
                cancel.IsCancellationRequested.Should().BeTrue("nobody else cancels");
                cancelled.CancellationToken.Should().Be(cancel.Token);
                return "cancelled";
            default:
                RouteException failed = outcome.Failed;
                failed.Attempts.Should().HaveCountLessThanOrEqualTo(6).And.NotContain(attempt => attempt.Class == null);
                failed.Committed.Should().Be(outcome.Updates.Count > 0, "what was handed out, and only that, is committed");
                return "refused";
        }
    }

    private static async Task<string> LeaveAsync(RouteFixture fixture, CancellationToken token)
    {
        try
        {
            await foreach (ChatResponseUpdate update in fixture.Chat.GetStreamingResponseAsync("hi", null, token).ConfigureAwait(false))
            {
                break;
            }

            return "left";
        }
        catch (Exception exception) when (exception is RouteException or OperationCanceledException)
        {
            return exception is RouteException ? "refused" : "cancelled";
        }
    }
}

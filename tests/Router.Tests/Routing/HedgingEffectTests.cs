using Microsoft.Extensions.AI;
using Router.Configuration;
using Router.Routing;
using Router.TestKit;

namespace Router.Tests.Routing;

/// <summary>What hedging is for: a slow tail, and what cutting it off costs.</summary>
public sealed class HedgingEffectTests
{
    private const int Requests = 2000;
    private const double SlowShare = 0.05;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_slow_tail_is_cut_to_less_than_half_for_a_twentieth_more_calls(int seed)
    {
        (TimeSpan p99, int calls) plain = await MeasureAsync(seed, hedging: null);
        (TimeSpan p99, int calls) hedged = await MeasureAsync(seed, new HedgingConfig { Delay = TimeSpan.FromMilliseconds(400) });
        (TimeSpan p99, int calls) learned = await MeasureAsync(seed, new HedgingConfig { Delay = TimeSpan.FromSeconds(2), Percentile = 0.9 });

        plain.calls.Should().Be(Requests);
        plain.p99.Should().BeGreaterThan(TimeSpan.FromSeconds(4), "a twentieth of the answers is slow");
        hedged.p99.Should().BeLessThan(plain.p99 / 2);
        hedged.calls.Should().BeLessThan((int)(Requests * 1.07));
        learned.p99.Should().BeLessThan(plain.p99 / 2);
        learned.calls.Should().BeLessThan((int)(Requests * 1.16), "a tenth of the answers is slower than what is waited for");
    }

    private static async Task<(TimeSpan P99, int Calls)> MeasureAsync(int seed, HedgingConfig? hedging)
    {
        ManualTimeProvider clock = new();
        Random random = new(seed);
        int calls = 0;
        LambdaChatClient slowTail = new()
        {
            Respond = async (_, _, token) =>
            {
                calls++;
                double seconds = random.NextDouble() < SlowShare ? 5 : 0.1 + (random.NextDouble() * 0.2);
                await Task.Delay(TimeSpan.FromSeconds(seconds), clock, token).ConfigureAwait(false);
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "a")) { FinishReason = ChatFinishReason.Stop };
            },
        };
        RoutePlan plan = new("", new TargetPlan("a") { Chat = slowTail }, new TargetPlan("b") { Chat = slowTail }) { Route = new RouteConfig { Hedging = hedging } };
        RouteFixture fixture = new(plan, RouteMode.Unary, SeededRandom.Create(seed), clock);
        List<TimeSpan> times = [];
        for (int request = 0; request < Requests; request++)
        {
            RouteOutcome outcome = await fixture.RunAsync();
            times.Add(outcome.Report!.Duration);
        }

        times.Sort();
        return (times[(int)(Requests * 0.99)], calls);
    }
}

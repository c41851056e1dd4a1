using Router.Routing;
using Router.Routing.Strategies;

namespace Router.Tests.Routing.Strategies;

public sealed class LeastBusyStrategyTests
{
    [Fact]
    public void The_fewest_attempts_at_work_go_first()
    {
        StrategyBench bench = new(new LeastBusyStrategy(), 3);
        Begin(bench, "a", 2);
        Begin(bench, "b", 1);
        bench.Count(200, order => order).Keys.Should().Equal("cba");
        Begin(bench, "c", 3);
        bench["a"].End();
        bench["a"].End();
        bench.Count(200, order => order).Keys.Should().Equal("abc");
    }

    [Fact]
    public void Among_equals_chance_decides_evenly()
    {
        StrategyBench bench = new(new LeastBusyStrategy(), 4);
        Begin(bench, "a", 1);
        Dictionary<string, int> firsts = bench.Count(9_000, StrategyBench.First);
        firsts.Keys.Should().BeEquivalentTo("b", "c", "d");
        firsts.Values.Should().OnlyContain(count => count > 2_850 && count < 3_150);
    }

    [Fact]
    public void Whatever_begins_and_ends_the_one_chosen_is_among_the_least_busy()
    {
        StrategyBench bench = new(new LeastBusyStrategy(), 5);
        Random schedule = new(31);
        List<TargetStatistics> held = [];
        for (int step = 0; step < 5_000; step++)
        {
            if (held.Count > 0 && schedule.NextDouble() < 0.45)
            {
                int ended = schedule.Next(held.Count);
                held[ended].End();
                held.RemoveAt(ended);
            }
            else
            {
                TargetStatistics chosen = bench.Targets[bench.OrderQuietly()[0]].Statistics;
                chosen.InFlight.Should().Be(bench.Targets.Min(target => target.Statistics.InFlight));
                chosen.Begin();
                held.Add(chosen);
            }
        }
    }

    [Fact]
    public async Task Under_concurrency_no_target_starves_and_nothing_is_left_counted()
    {
        const int Callers = 8;
        const int Requests = 5_000;
        StrategyBench shared = new(new LeastBusyStrategy(), 4);
        int[] picks = new int[4];
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() =>
        {
            StrategyBench bench = new(new LeastBusyStrategy(), 4, SeededRandom.Create(caller), statistics: shared.Statistics);
            Random random = new(caller);
            Queue<TargetStatistics> held = [];
            for (int request = 0; request < Requests; request++)
            {
                int chosen = bench.OrderQuietly()[0];
                Interlocked.Increment(ref picks[chosen]);
                shared.Statistics[chosen].Begin();
                held.Enqueue(shared.Statistics[chosen]);
                if (held.Count > random.Next(1, 5))
                {
                    held.Dequeue().End();
                }
            }

            while (held.TryDequeue(out TargetStatistics? last))
            {
                last.End();
            }
        })));

        shared.Statistics.Should().OnlyContain(statistics => statistics.InFlight == 0);
        picks.Sum().Should().Be(Callers * Requests);
        picks.Should().OnlyContain(count => count > Callers * Requests / 8, "half an even share is the least that chance leaves");
    }

    private static void Begin(StrategyBench bench, string target, int attempts)
    {
        for (int attempt = 0; attempt < attempts; attempt++)
        {
            bench[target].Begin();
        }
    }
}

using Router.Routing.Strategies;

namespace Router.Tests.Routing.Strategies;

public sealed class LatencyStrategyTests
{
    private const double NoExploration = 0.5;

    [Fact]
    public void The_quickest_goes_first()
    {
        StrategyBench bench = Known([300, 100, 200], () => NoExploration);
        bench.Order().Should().Be("bca");
        Answer(bench, "b", 900, times: 5);
        bench.Order().Should().Be("cab", "b has become slow");
    }

    [Fact]
    public void A_tenth_of_the_requests_asks_another_target_first_and_leaves_the_rest_in_order()
    {
        StrategyBench bench = Known([100, 200, 300]);
        Dictionary<string, int> orders = bench.Count(10_000, order => order);
        orders.Keys.Should().BeEquivalentTo("abc", "bac", "cab");
        (orders["abc"] / 10_000.0).Should().BeApproximately(0.9, 0.01);
        (orders["bac"] / 10_000.0).Should().BeApproximately(0.05, 0.008);
        (orders["cab"] / 10_000.0).Should().BeApproximately(0.05, 0.008);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.0999999999999999)]
    [InlineData(0.9999999999999999)]
    public void The_ends_of_chance_leave_a_permutation(double chance)
    {
        StrategyBench bench = Known([100, 200, 300, 400], () => chance);
        bench.Order().Order().Should().Equal('a', 'b', 'c', 'd');
        new StrategyBench(new LatencyStrategy(), 1, () => chance).Order().Should().Be("a");
        Known([200, 100], () => chance).Order().Should().Be(chance < 0.1 ? "ab" : "ba");
    }

    [Fact]
    public void An_unknown_target_goes_first_until_it_is_known()
    {
        StrategyBench bench = Known([100, 200, 300], () => NoExploration, known: 2);
        bench.Order().Should().Be("cab");
        Answer(bench, "c", 300, times: 2);
        bench.Order().Should().Be("cab", "two answers are no measure");
        Answer(bench, "c", 300, times: 1);
        bench.Order().Should().Be("abc");
    }

    [Fact]
    public void An_unknown_target_is_tried_with_three_attempts_at_a_time()
    {
        StrategyBench bench = Known([100, 200, 300], () => NoExploration, known: 2);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            bench.Order().Should().Be("cab");
            bench["c"].Begin();
        }

        bench.Order().Should().Be("abc", "three are out, and the fourth request need not wait with them");
        bench["c"].Answered(TimeSpan.FromMilliseconds(5));
        bench.Order().Should().Be("cab", "it answers, so it may have some more");
    }

    [Fact]
    public void A_dead_target_is_tried_once_a_minute_and_not_by_every_request()
    {
        StrategyBench bench = Known([100, 200], () => NoExploration, known: 1);
        int tried = 0;
        for (int second = 0; second < 300; second++)
        {
            if (bench.Order() == "ba")
            {
                tried++;
                bench["b"].Begin();
                bench["b"].End();
            }

            // The other one goes on answering, and so stays known.
            bench["a"].Answered(TimeSpan.FromMilliseconds(100));
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        tried.Should().Be(3 + 4);
    }

    [Fact]
    public void What_is_known_is_forgotten_so_that_a_recovered_target_is_tried_again()
    {
        StrategyBench bench = Known([100, 5000], () => NoExploration);
        for (int minute = 0; minute < 9; minute++)
        {
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
            Answer(bench, "a", 100, times: 1);
            bench.Order().Should().Be("ab");
        }

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        bench.Order().Should().Be("ba", "ten minutes ago it was slow; now nobody knows");
        Answer(bench, "b", 50, times: 3);
        bench.Order().Should().Be("ba");
        bench["b"].TimeToFirstOutput.Should().Be(TimeSpan.FromMilliseconds(50), "nothing of the old time is left");
    }

    [Fact]
    public void Time_spent_in_vain_makes_a_target_slow()
    {
        StrategyBench bench = Known([100, 200], () => NoExploration);
        bench["a"].GaveUp(TimeSpan.FromSeconds(30));
        bench.Order().Should().Be("ba");
    }

    private static StrategyBench Known(int[] milliseconds, Func<double>? random = null, int? known = null)
    {
        StrategyBench bench = new(new LatencyStrategy(), milliseconds.Length, random);
        for (int index = 0; index < (known ?? milliseconds.Length); index++)
        {
            Answer(bench, ((char)('a' + index)).ToString(), milliseconds[index], times: 3);
        }

        return bench;
    }

    private static void Answer(StrategyBench bench, string target, int milliseconds, int times)
    {
        for (int time = 0; time < times; time++)
        {
            bench[target].Answered(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}

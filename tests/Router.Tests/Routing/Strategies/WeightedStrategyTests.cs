using System.Globalization;
using Router.Routing;
using Router.Routing.Strategies;

namespace Router.Tests.Routing.Strategies;

public sealed class WeightedStrategyTests
{
    private const int Picks = 10_000;

    [Theory]
    [InlineData("1 1")]
    [InlineData("1 9")]
    [InlineData("0.5 0.25 0.25")]
    [InlineData("70 20 9 1")]
    public void Weights_hold_within_one_percent_over_10000_picks(string written)
    {
        double[] weights = [.. written.Split(' ').Select(weight => double.Parse(weight, CultureInfo.InvariantCulture))];
        StrategyBench bench = new(new WeightedStrategy(), weights.Length, weights: weights);
        Dictionary<string, int> firsts = bench.Count(Picks, StrategyBench.First);
        for (int index = 0; index < weights.Length; index++)
        {
            double share = firsts.GetValueOrDefault(((char)('a' + index)).ToString()) / (double)Picks;
            share.Should().BeApproximately(weights[index] / weights.Sum(), 0.01);
        }
    }

    [Fact]
    public void Those_who_stand_in_are_shared_by_weight_too()
    {
        StrategyBench bench = new(new WeightedStrategy(), 3, weights: [6, 3, 1]);
        Dictionary<string, int> orders = bench.Count(Picks, order => order);
        int behindA = orders["abc"] + orders["acb"];
        (orders["abc"] / (double)behindA).Should().BeApproximately(0.75, 0.01, "b and c share what a leaves as 3 to 1");
        orders.Should().HaveCount(6, "every order comes up");
    }

    [Fact]
    public void A_target_of_no_weight_comes_last_in_the_order_written()
    {
        StrategyBench bench = new(new WeightedStrategy(), 5, weights: [0, 1, 0, 1, 0]);
        bench.Count(200, order => order[2..]).Keys.Should().Equal("ace");
        bench.Count(200, order => order[..2]).Keys.Should().BeEquivalentTo("bd", "db");
    }

    [Fact]
    public void Extreme_weights_leave_an_order()
    {
        StrategyBench bench = new(new WeightedStrategy(), 4, weights: [double.Epsilon, double.MaxValue, 0, 1], random: () => 0.999999);
        bench.Order().Should().Be("bdac");
    }

    [Fact]
    public void Many_targets_stay_a_permutation()
    {
        StrategyBench bench = new(new WeightedStrategy(), 500);
        bench.OrderQuietly().ToArray().Order().Should().Equal(Enumerable.Range(0, 500));
        bench.OrderQuietly().ToArray().Should().NotBeInAscendingOrder();
    }

    [Fact]
    public void The_same_seed_gives_the_same_orders()
    {
        StrategyBench first = new(new WeightedStrategy(), 4, SeededRandom.Create(7));
        StrategyBench second = new(new WeightedStrategy(), 4, SeededRandom.Create(7));
        Enumerable.Range(0, 50).Select(_ => first.Order()).Should().Equal(Enumerable.Range(0, 50).Select(_ => second.Order()));
    }
}

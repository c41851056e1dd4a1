using Router.Pricing;
using Router.Routing.Strategies;

namespace Router.Tests.Routing.Strategies;

public sealed class CostStrategyTests
{
    [Fact]
    public void The_cheaper_estimate_ranks_first_and_an_unknown_one_last()
    {
        CostStrategy.Rank(0m).Should().BeLessThan(CostStrategy.Rank(0.0000001m));
        CostStrategy.Rank(0.0000001m).Should().BeLessThan(CostStrategy.Rank(0.00000011m));
        CostStrategy.Rank(decimal.MaxValue).Should().BeLessThan(CostStrategy.Rank(null));
    }

    [Fact]
    public void Targets_of_unknown_price_keep_the_order_written()
    {
        new StrategyBench(new CostStrategy(), 4).Order(inputTokens: 100, outputTokens: 100).Should().Be("abcd");
    }

    [Theory]
    [InlineData(100_000, 10)]
    [InlineData(10, 100_000)]
    [InlineData(0, 0)]
    public void The_order_is_that_of_the_price_tables_estimates(long inputTokens, long outputTokens)
    {
        ModelPrice?[] prices = [null, Price(5, 1), Price(1, 5), null, Price(0.1m, 0.1m), Price(0.1m, 0.1m)];
        StrategyBench bench = new(new CostStrategy(), prices.Length, prices: prices);
        long input = inputTokens + outputTokens == 0 ? CostStrategy.NominalTokens : inputTokens;
        long output = inputTokens + outputTokens == 0 ? CostStrategy.NominalTokens : outputTokens;
        bench.OrderQuietly(inputTokens: inputTokens, outputTokens: outputTokens).ToArray().Should().Equal(
            Enumerable.Range(0, prices.Length).OrderBy(index => prices[index]?.Estimate(input, output, images: 0) ?? decimal.MaxValue));
    }

    [Fact]
    public void Images_are_compared_by_the_price_of_images()
    {
        ModelPrice?[] prices = [null, Image(0.04m), Image(0.003m), Image(0.02m)];
        new StrategyBench(new CostStrategy(), prices.Length, prices: prices).Order(images: 2).Should().Be("cdba");
    }

    private static ModelPrice Image(decimal price) => new(new PriceConfig { Provider = "p", Model = "m", Image = price }, "test");

    private static ModelPrice Price(decimal input, decimal output) =>
        new(new PriceConfig { Provider = "p", Model = "m", Input = input, Output = output }, "test");
}

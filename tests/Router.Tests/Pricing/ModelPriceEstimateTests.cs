using Router.Pricing;
using static Router.Tests.Pricing.Rows;

namespace Router.Tests.Pricing;

public sealed class ModelPriceEstimateTests
{
    [Fact]
    public void Every_token_counts_at_the_dearest_price_it_may_have()
    {
        Price(Row() with { Input = 1, CachedInput = 0.1m, Output = 2, Reasoning = 8 }).Estimate(1_000_000, 500_000, 0).Should().Be(1 + 4);
        Price(Row() with { Input = 1, CachedInput = 3, Output = 2 }).Estimate(1_000_000, 500_000, 0).Should().Be(3 + 1);
        (Price(Row() with { Input = 5, Output = 0 }) with { ImageInput = 10 }).Estimate(1_000_000, 0, 0).Should().Be(10);
    }

    [Fact]
    public void An_estimate_is_never_below_the_bill_of_what_was_estimated()
    {
        Random random = new(11);
        for (int i = 0; i < 2_000; i++)
        {
            ModelPrice price = Price(Row() with
            {
                Input = random.Next(100),
                CachedInput = random.Next(2) == 0 ? null : random.Next(100),
                Output = random.Next(100),
                Reasoning = random.Next(2) == 0 ? null : random.Next(100),
                Request = random.Next(2) == 0 ? null : random.Next(3),
            });
            long input = random.Next(1_000_000);
            long output = random.Next(1_000_000);
            price.Estimate(input, output, 0).Should().BeGreaterThanOrEqualTo(
                price.CostOf(Usage(input, output, random.NextInt64(input + 1), random.NextInt64(output + 1)), 0)!.Value);
        }
    }

    [Fact]
    public void A_part_without_a_price_is_unknown_unless_none_of_it_is_expected()
    {
        Price(Row() with { Input = 1 }).Estimate(10, 10, 0).Should().BeNull();
        Price(Row() with { Output = 1 }).Estimate(10, 10, 0).Should().BeNull();
        Price(Row() with { CachedInput = 1, Output = 1 }).Estimate(10, 10, 0).Should().BeNull();
        Price(Row() with { Input = 1 }).Estimate(1_000_000, 0, 0).Should().Be(1);
        Price(Row() with { Input = 1, Output = 1 }).Estimate(-1, -1, 0).Should().Be(0);
    }

    [Fact]
    public void Images_cost_what_each_does()
    {
        Price(Row() with { Image = 0.04m }).Estimate(50, 0, 3).Should().Be(0.12m);
        Price(Row() with { Image = 0.04m }).Estimate(50, 0, 0).Should().BeNull();
        Price(Row() with { Image = 0 }).Estimate(50, 0, 0).Should().Be(0);
    }

    [Fact]
    public void Images_billed_as_tokens_are_unknown_until_the_tokens_are_stated()
    {
        ModelPrice price = Price(Row() with { Input = 5, Output = 40 });
        price.Estimate(100, 0, 1).Should().BeNull();
        price.Estimate(0, 4_160, 1).Should().Be(0.1664m);
        Price(Row() with { Input = 0, Output = 0 }).Estimate(100, 0, 1).Should().Be(0);
    }

    [Fact]
    public void Seconds_and_neurons_are_unknown_beforehand_unless_a_request_has_a_price_or_they_are_free()
    {
        Price(Row() with { Second = 0.001m }).Estimate(10, 10, 1).Should().BeNull();
        Price(Row() with { Second = 0.001m, Image = 0.1m }).Estimate(10, 10, 1).Should().BeNull();
        Price(Row() with { Second = 0.001m, Request = 0.02m }).Estimate(10, 10, 1).Should().Be(0.02m);
        Price(Row() with { Neuron = 0.000011m }).Estimate(10, 10, 1).Should().BeNull();
        Price(Row() with { Neuron = 0.000011m, Second = 0 }).Estimate(10, 10, 1).Should().BeNull();
        Price(Row() with { Neuron = 0.000011m, Request = 0.02m }).Estimate(10, 10, 1).Should().Be(0.02m);
        Price(Row() with { Neuron = 0.000011m, Input = 1, Output = 1 }).Estimate(1_000_000, 0, 0).Should().Be(1);
        Price(Row() with { Second = 0 }).Estimate(10, 10, 1).Should().Be(0);
        Price(Row() with { Neuron = 0 }).Estimate(10, 10, 1).Should().Be(0);
    }
}

using Microsoft.Extensions.AI;
using Router.Pricing;
using static Router.Tests.Pricing.Rows;

namespace Router.Tests.Pricing;

public sealed class ModelPriceTests
{
    private static readonly ModelPrice Mini = Price(Row() with { Input = 0.15m, CachedInput = 0.075m, Output = 0.60m });

    [Fact]
    public void A_bill_is_exact()
    {
        // 1,200 at 0.15 and 800 cached at 0.075 and 345 at 0.60, each for a million: 180 + 60 + 207 millionths.
        Mini.CostOf(Usage(input: 2_000, output: 345, cached: 800), 0).Should().Be(0.000447m);
        Mini.CostOf(Usage(input: 1, output: 1), 0).Should().Be(0.00000075m);
    }

    [Fact]
    public void A_year_of_small_bills_adds_up_without_a_rest()
    {
        decimal sum = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            sum += Mini.CostOf(Usage(input: 7, output: 3), 0)!.Value;
        }

        // 7 million at 0.15 and 3 million at 0.60.
        sum.Should().Be(2.85m);
    }

    [Fact]
    public void Reasoning_is_part_of_the_output_and_has_its_own_price_where_one_is_stated()
    {
        ModelPrice apart = Price(Row() with { Input = 1, Output = 10, Reasoning = 4 });
        apart.CostOf(Usage(1_000_000, 1_000_000, reasoning: 250_000), 0).Should().Be(1 + 7.5m + 1);
        Price(Row() with { Input = 1, Output = 10 }).CostOf(Usage(1_000_000, 1_000_000, reasoning: 250_000), 0).Should().Be(11);
    }

    [Fact]
    public void Cached_input_costs_as_any_input_where_no_price_says_otherwise() =>
        Price(Row() with { Input = 3, Output = 1 }).CostOf(Usage(1_000_000, 0, cached: 400_000), 0).Should().Be(3);

    [Fact]
    public void More_cached_or_reasoning_tokens_than_there_are_count_as_those_there_are()
    {
        ModelPrice price = Price(Row() with { Input = 2, CachedInput = 1, Output = 10, Reasoning = 4 });
        price.CostOf(Usage(1_000_000, 1_000_000, cached: 9_000_000, reasoning: long.MaxValue), 0).Should().Be(1 + 4);
    }

    [Fact]
    public void Counts_below_zero_count_as_none()
    {
        Mini.CostOf(Usage(-5, -7, -1, -2), 0).Should().Be(0);
        Mini.CostOf(Usage(1_000_000, -7, cached: -1), -3).Should().Be(0.15m);
        Price(Row() with { Second = 1 }).CostOf(Counted("predict_time_ms", -5), 0).Should().Be(0);
    }

    [Fact]
    public void What_the_total_leaves_for_the_output_is_the_output()
    {
        UsageDetails embedding = new() { InputTokenCount = 1_000_000, TotalTokenCount = 1_000_000 };
        Price(Row() with { Input = 0.02m }).CostOf(embedding, 0).Should().Be(0.02m);

        UsageDetails contradictory = new() { InputTokenCount = 5, TotalTokenCount = 3 };
        Mini.CostOf(contradictory, 0).Should().BeNull();
        Mini.CostOf(new UsageDetails { TotalTokenCount = 3, OutputTokenCount = -9 }, 0).Should().BeNull();
        Mini.CostOf(new UsageDetails { TotalTokenCount = 3_000_000, OutputTokenCount = 1_000_000 }, 0).Should().Be(0.9m);
    }

    [Fact]
    public void Nothing_used_costs_nothing_only_if_the_provider_says_so()
    {
        Mini.CostOf(Usage(0, 0), 0).Should().Be(0);
        Mini.CostOf(null, 0).Should().BeNull();
        Mini.CostOf(new UsageDetails(), 0).Should().BeNull();
        Mini.CostOf(Usage(input: 10), 0).Should().BeNull();
        Mini.CostOf(Usage(output: 10), 0).Should().BeNull();
    }

    [Fact]
    public void Tokens_without_a_price_make_the_cost_unknown_and_none_of_them_do_not()
    {
        Price(Row() with { Input = 1 }).CostOf(Usage(10, 10), 0).Should().BeNull();
        Price(Row() with { Output = 1 }).CostOf(Usage(10, 10), 0).Should().BeNull();
        Price(Row() with { CachedInput = 1, Output = 1 }).CostOf(Usage(10, 10, cached: 9), 0).Should().BeNull();
        Price(Row() with { Input = 1 }).CostOf(Usage(1_000_000, 0), 0).Should().Be(1);
        Price(Row() with { CachedInput = 1, Output = 1 }).CostOf(Usage(1_000_000, 0, cached: 1_000_000), 0).Should().Be(1);
    }

    [Fact]
    public void What_is_priced_at_zero_is_free_even_where_its_use_is_not_told()
    {
        Price(Row() with { Input = 0, Output = 0 }).CostOf(null, 0).Should().Be(0);
        Price(Row() with { Second = 0 }).CostOf(null, 0).Should().Be(0);
        Price(Row() with { Neuron = 0 }).CostOf(null, 0).Should().Be(0);
        Price(Row() with { Image = 0 }).CostOf(null, 0).Should().Be(0);
        Price(Row() with { Request = 0 }).CostOf(null, 0).Should().Be(0);
        Price(Row() with { Input = 0.02m, Output = 0 }).CostOf(Usage(input: 1_000_000), 0).Should().Be(0.02m);
        Price(Row() with { Input = 0 }).CostOf(Usage(10, 10), 0).Should().BeNull("the output has no price");
        Price(Row() with { Input = 0, CachedInput = 1, Output = 0 }).CostOf(null, 0).Should().BeNull("cached input has one");
    }

    [Fact]
    public void A_row_without_any_price_knows_nothing()
    {
        Price(Row()).CostOf(Usage(0, 0), 1, 5).Should().BeNull();
        Price(Row()).Estimate(0, 0, 0).Should().BeNull();
    }

    [Fact]
    public void Images_are_counted_by_the_provider_or_else_in_the_answer()
    {
        ModelPrice price = Price(Row() with { Image = 0.04m });
        price.CostOf(null, 3).Should().Be(0.12m);
        price.CostOf(Counted("image_count", 2), 3).Should().Be(0.08m);
        price.CostOf(Counted("image_count", 0), 0).Should().Be(0);
        price.CostOf(null, 0).Should().BeNull("nothing says that there was no image to pay for");
        Price(Row() with { Image = 0.04m, Input = 1, Output = 1 }).CostOf(Usage(1_000_000, 0), 0).Should().Be(1);
        Price(Row() with { Image = 0.04m, Input = 1, Output = 1 }).CostOf(null, 1).Should().BeNull();
    }

    [Fact]
    public void Seconds_are_those_the_provider_tells()
    {
        ModelPrice price = Price(Row() with { Second = 0.000975m });
        price.CostOf(Counted("predict_time_ms", 4_321), 1).Should().Be(0.004212975m);
        price.CostOf(null, 1).Should().BeNull();
        price.CostOf(Usage(5, 5), 1).Should().BeNull();
        Price(Row() with { Second = 1, Image = 0.5m }).CostOf(Counted("predict_time_ms", 1_000), 0).Should().Be(1);
    }

    [Fact]
    public void Told_neurons_are_the_whole_bill()
    {
        ModelPrice price = Price(Row() with { Neuron = 0.000011m, Input = 0.293m, Output = 2.253m });
        price.CostOf(Usage(1_000, 1_000), 0, neurons: 1.98).Should().Be(0.00002178m);
        price.CostOf(null, 0, neurons: 0).Should().Be(0);
        price.CostOf(Usage(1_000_000, 1_000_000), 0).Should().Be(0.293m + 2.253m);
        price.CostOf(Usage(1_000_000, 1_000_000), 0, neurons: 0).Should().Be(0.293m + 2.253m, "the tokens were not for nothing");
        price.CostOf(null, 0).Should().BeNull();
        Price(Row() with { Neuron = 0.000011m }).CostOf(Usage(10, 20), 0, neurons: 0).Should().BeNull("nor are they where only neurons are priced");
        Price(Row() with { Input = 1, Output = 1 }).CostOf(null, 0, neurons: 5).Should().BeNull("neurons have no price");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    [InlineData(1e300)]
    public void What_is_no_count_of_neurons_is_not_told(double neurons)
    {
        ModelPrice price = Price(Row() with { Neuron = 0.000011m });
        price.CostOf(null, 0, neurons).Should().BeNull();
        price.CostOf(null, 0).Should().BeNull();
        Price(Row() with { Neuron = 1, Request = 1 }).CostOf(null, 0, neurons).Should().BeNull("the fee is not the whole of it");
    }

    [Fact]
    public void The_price_of_a_request_comes_on_top_and_may_stand_alone()
    {
        Price(Row() with { Request = 0.01m }).CostOf(null, 0).Should().Be(0.01m);
        Price(Row() with { Request = 0.01m, Input = 1, Output = 1 }).CostOf(Usage(1_000_000, 0), 0).Should().Be(1.01m);
        Price(Row() with { Request = 0.01m, Input = 1, Output = 1 }).CostOf(null, 0).Should().BeNull();
        Price(Row() with { Request = 0.01m, Neuron = 1 }).CostOf(null, 0, 2).Should().Be(2.01m);
    }

    [Fact]
    public void Sound_has_another_price_than_text_and_so_an_unknown_one()
    {
        UsageDetails usage = Usage(10, 10);
        usage.AdditionalCounts = new() { ["OutputTokenDetails.AudioTokenCount"] = 4 };
        Mini.CostOf(usage, 0).Should().BeNull();
        Price(Row() with { Input = 0, Output = 0 }).CostOf(usage, 0).Should().Be(0);
        usage.AdditionalCounts = new() { ["InputTokenDetails.AudioTokenCount"] = 0 };
        Mini.CostOf(usage, 0).Should().NotBeNull();
    }

    [Fact]
    public void Tokens_of_images_have_their_own_price_where_the_table_states_one()
    {
        ModelPrice price = Price(Row() with { Input = 5, CachedInput = 1.25m, Output = 40 }) with { ImageInput = 10 };
        UsageDetails usage = Usage(1_000_000, 1_000_000);
        usage.AdditionalCounts = new() { ["InputTokenDetails.ImageTokenCount"] = 400_000 };
        price.CostOf(usage, 1).Should().Be(3 + 4 + 40);

        usage.CachedInputTokenCount = 10;
        price.CostOf(usage, 1).Should().BeNull("which tokens were cached is not told");
        (price with { ImageInput = null }).CostOf(usage, 1).Should().NotBeNull();
    }

    [Fact]
    public void A_long_input_makes_the_whole_request_dearer()
    {
        ModelPrice price = Price(Row() with { Input = 2.5m, CachedInput = 0.25m, Output = 15 }) with
        {
            LongInput = new LongInputPrice { Over = 272_000, Input = 5, Output = 22.5m, CachedInput = 0.5m },
        };
        price.CostOf(Usage(272_000, 1_000), 0).Should().Be(0.68m + 0.015m);
        price.CostOf(Usage(272_001, 1_000, cached: 1), 0).Should().Be(1.36m + 0.0225m + 0.0000005m);
        price.Estimate(300_000, 1_000, 0).Should().Be(1.5m + 0.0225m);
    }

    [Fact]
    public void A_cost_is_worked_out_without_allocating()
    {
        ModelPrice price = Price(Row() with { Input = 1, Output = 1, Image = 1, Second = 1, Request = 1 });
        UsageDetails usage = Counted("predict_time_ms", 5);
        usage.InputTokenCount = usage.OutputTokenCount = 10;
        decimal? cost = price.CostOf(usage, 1, 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            cost += price.CostOf(usage, 1, 2) + price.Estimate(1, 1, 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000);
        cost.Should().BePositive();
    }
}

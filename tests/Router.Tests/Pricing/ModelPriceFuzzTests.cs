using Microsoft.Extensions.AI;
using Router.Pricing;
using static Router.Tests.Pricing.Rows;

namespace Router.Tests.Pricing;

public sealed class ModelPriceFuzzTests
{
    private static readonly long[] Odd = [long.MinValue, -1, 0, 1, 999, 1_000_000, int.MaxValue, long.MaxValue];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_a_provider_counts_a_cost_is_never_negative_and_never_fails(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            ModelPrice price = AnyPrice(random);
            decimal? cost = price.CostOf(AnyUsage(random), random.Next(-1, 3), AnyNeurons(random));
            (cost is null or >= 0).Should().BeTrue($"{price} costs {cost}");
            decimal? estimate = price.Estimate(Any(random) ?? 0, Any(random) ?? 0, random.Next(-1, 3));
            (estimate is null or >= 0).Should().BeTrue($"{price} is estimated at {estimate}");
        }
    }

    [Fact]
    public void More_of_anything_never_costs_less()
    {
        Random random = new(7);
        for (int i = 0; i < 5_000; i++)
        {
            ModelPrice price = AnyPrice(random);
            UsageDetails less = Usage(random.Next(100_000), random.Next(100_000));
            UsageDetails more = Usage(less.InputTokenCount + random.Next(100_000), less.OutputTokenCount + random.Next(100_000));
            long milliseconds = random.Next(100_000);
            less.AdditionalCounts = new() { ["predict_time_ms"] = milliseconds };
            more.AdditionalCounts = new() { ["predict_time_ms"] = milliseconds + random.Next(100) };
            int images = random.Next(1, 3);
            (price.CostOf(less, images) > price.CostOf(more, images + 1)).Should().BeFalse($"{price} for {less} and {more}");
        }
    }

    [Fact]
    public void What_was_known_with_less_told_is_the_same_with_more_told()
    {
        // Leaving out what a provider told may make a cost unknown. It never makes it another.
        Random random = new(8);
        for (int i = 0; i < 5_000; i++)
        {
            ModelPrice price = AnyPrice(random);
            UsageDetails whole = Usage(random.Next(1_000), random.Next(1_000));
            whole.TotalTokenCount = whole.InputTokenCount + whole.OutputTokenCount;
            UsageDetails part = Usage(random.Next(2) == 0 ? whole.InputTokenCount : null, random.Next(2) == 0 ? whole.OutputTokenCount : null);
            part.TotalTokenCount = random.Next(2) == 0 ? whole.TotalTokenCount : null;
            if (price.CostOf(part, 1) is { } cost)
            {
                price.CostOf(whole, 1).Should().Be(cost, $"{price}");
            }
        }
    }

    private static ModelPrice AnyPrice(Random random)
    {
        return Price(Row() with
        {
            Input = Rate(),
            CachedInput = Rate(),
            Output = Rate(),
            Reasoning = Rate(),
            Image = Rate(),
            Second = Rate(),
            Neuron = Rate(),
            Request = Rate(),
        }) with
        {
            ImageInput = Rate(),
        };

        decimal? Rate() => random.Next(5) switch
        {
            0 => 0,
            1 => random.Next(1, 1_000) / 1_000m,
            2 => PriceOverlay.Highest,
            _ => null,
        };
    }

    private static UsageDetails? AnyUsage(Random random)
    {
        if (random.Next(8) == 0)
        {
            return null;
        }

        UsageDetails usage = Usage(Any(random), Any(random), Any(random), Any(random));
        usage.TotalTokenCount = Any(random);
        if (random.Next(2) == 0)
        {
            usage.AdditionalCounts = [];
            foreach (string name in (string[])["predict_time_ms", "image_count", "InputTokenDetails.ImageTokenCount", "InputTokenDetails.AudioTokenCount"])
            {
                if (Any(random) is { } count)
                {
                    usage.AdditionalCounts[name] = count;
                }
            }
        }

        return usage;
    }

    private static long? Any(Random random) => random.Next(3) == 0 ? null : Odd[random.Next(Odd.Length)];

    private static double? AnyNeurons(Random random) => random.Next(4) switch
    {
        0 => random.NextDouble() * 1_000,
        1 => random.Next(2) == 0 ? double.NaN : double.MaxValue,
        _ => null,
    };
}

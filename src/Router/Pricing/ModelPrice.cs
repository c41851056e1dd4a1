using Microsoft.Extensions.AI;

namespace Router.Pricing;

/// <summary>What one model costs, and what a request to it comes to. Immutable.</summary>
/// <param name="Price">The row that holds for it.</param>
/// <param name="Version">The version of the table that the row stands in.</param>
internal sealed record ModelPrice(PriceConfig Price, string Version)
{
    /// <summary>The cost in US dollars before the answer is there; null where part of it is not known.</summary>
    internal decimal? Estimate(long inputTokens, long outputTokens, int images) => null;

    /// <summary>The cost in US dollars of what was used; null where part of it is not known.</summary>
    internal decimal? CostOf(UsageDetails? usage, int images, double? neurons) => null;

    internal double? NeuronsOf(decimal? cost) => null;
}

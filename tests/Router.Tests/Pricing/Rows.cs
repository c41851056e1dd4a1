using Microsoft.Extensions.AI;
using Router.Pricing;

namespace Router.Tests.Pricing;

/// <summary>Prices and usage in few words.</summary>
internal static class Rows
{
    internal static ModelPrice Price(PriceConfig row) => new(row, "v");

    internal static PriceConfig Row(string provider = "openai", string model = "m") => new() { Provider = provider, Model = model };

    internal static UsageDetails Usage(long? input = null, long? output = null, long? cached = null, long? reasoning = null) => new()
    {
        InputTokenCount = input,
        OutputTokenCount = output,
        CachedInputTokenCount = cached,
        ReasoningTokenCount = reasoning,
    };

    internal static UsageDetails Counted(string name, long count) => new() { AdditionalCounts = new() { [name] = count } };
}

using Microsoft.Extensions.AI;

namespace Router.Pricing;

/// <summary>
/// What one model costs, and what a request to it comes to: in decimal numbers, exactly. What is not known is null and never 0; what a
/// row prices at 0 is free, whether or not its use was told. Immutable and thread-safe; nothing here allocates.
/// </summary>
/// <param name="Price">The row that holds for it.</param>
/// <param name="Version">The version of the table that the row stands in.</param>
internal sealed record ModelPrice(PriceConfig Price, string Version)
{
    // Where the adapters put what Replicate bills by.
    private const string PredictTime = "predict_time_ms";
    private const string ImageCount = "image_count";

    private const decimal Thousandth = 0.001m;

    // More neurons than any answer takes: what says so is no bill.
    private const double MostNeurons = 1e12;

    /// <summary>The price of requests with a long input, where it differs.</summary>
    internal LongInputPrice? LongInput { get; init; }

    /// <summary>The price of a million input tokens of images, where it differs.</summary>
    internal decimal? ImageInput { get; init; }

    private bool HasTokens => (Price.Input ?? Price.CachedInput ?? Price.Output ?? Price.Reasoning) is not null;

    private bool HasNeuronsAlone => Price is { Neuron: not null, Image: null or 0, Second: null or 0 } && !HasTokens;

    /// <summary>
    /// The most that a request is expected to cost, in US dollars, before the answer is there; null where part of it is not known. Every
    /// token counts at the dearest price it may have. Seconds, and neurons where nothing else is priced, are not known beforehand:
    /// there the price of a request stands for them, or nothing does.
    /// </summary>
    /// <param name="inputTokens">The input's tokens, at most; less than zero counts as none.</param>
    /// <param name="outputTokens">The output's tokens, at most.</param>
    /// <param name="images">The images to be generated.</param>
    internal decimal? Estimate(long inputTokens, long outputTokens, int images)
    {
        decimal? known = Price.Request;
        if (HasTokens)
        {
            // Images that are billed as tokens are of some thousands, which only a caller who states them knows.
            bool unstated = images > 0 && outputTokens <= 0 && Price is { Image: null, Output: not 0 };
            if (unstated || TokenRates.Of(this, inputTokens).Most(inputTokens, outputTokens) is not { } tokens)
            {
                return null;
            }

            known = (known ?? 0) + tokens;
        }

        if (Price.Image is { } image && (images > 0 || image == 0))
        {
            known = (known ?? 0) + (Math.Max(0, images) * image);
        }

        bool untold = Price.Request is null && (Price.Second > 0 || (HasNeuronsAlone && Price.Neuron > 0));
        return untold ? null : known ?? (Price is { Image: null, Second: 0 } or { Image: null, Neuron: 0 } ? 0 : null);
    }

    /// <summary>
    /// The cost in US dollars of what was used; null where part of it is not known. Where neurons are told they are the whole bill of
    /// tokens, images and seconds, since that is how Workers AI bills; none for tokens that were counted are not. Counts below zero count as none, cached or reasoning tokens beyond
    /// those they are part of as those.
    /// </summary>
    /// <param name="usage">What the provider counted; null where it told nothing.</param>
    /// <param name="images">The images that were generated, where the provider does not count them itself.</param>
    /// <param name="neurons">The neurons that Workers AI billed, if it told.</param>
    internal decimal? CostOf(UsageDetails? usage, int images, double? neurons = null)
    {
        if (Price.Neuron is { } neuron && neurons is >= 0 and <= MostNeurons && !Contradicts(neurons.Value, usage))
        {
            return ((decimal)neurons.Value * neuron) + (Price.Request ?? 0);
        }

        decimal? known = Price.Request;
        bool complete = true;
        Add(HasTokens, HasTokens ? TokenRates.Of(this, TokenRates.InputOf(usage) ?? 0).CostOf(usage) : null);
        Add(Price.Image is not null, Price.Image * ImagesOf(usage, images));
        Add(Price.Second is not null, Price.Second is 0 ? 0 : Price.Second * Thousandth * Count(usage, PredictTime));
        Add(HasNeuronsAlone, Price.Neuron is 0 ? 0 : null);
        return complete ? known : null;

        void Add(bool priced, decimal? part)
        {
            if (priced)
            {
                complete &= part is not null;
                known = (known ?? 0) + (part ?? 0);
            }
        }
    }

    // No image in an answer to a question for text is none to pay for; in an answer that has nothing else to be billed by, nothing
    // tells whether there was one.
    private long? ImagesOf(UsageDetails? usage, int images) =>
        Count(usage, ImageCount) ?? (images > 0 || HasTokens || Price.Second is not null || Price.Image is 0 ? Math.Max(0, images) : null);

    // A stream counts its neurons only at its end: no neurons for some tokens are those of a stream that was cut.
    private static bool Contradicts(double neurons, UsageDetails? usage) =>
        neurons == 0 && (usage is { InputTokenCount: > 0 } or { OutputTokenCount: > 0 });

    private static long? Count(UsageDetails? usage, string name) =>
        usage?.AdditionalCounts is { } counts && counts.TryGetValue(name, out long count) ? Math.Max(0, count) : null;
}

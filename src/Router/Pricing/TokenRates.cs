using Microsoft.Extensions.AI;

namespace Router.Pricing;

/// <summary>The prices of a million tokens that hold for one request. A null member is not known.</summary>
internal readonly record struct TokenRates(decimal? Input, decimal? CachedInput, decimal? ImageInput, decimal? Output, decimal? Reasoning)
{
    // The names under which Microsoft.Extensions.AI's own OpenAI client counts them too.
    private const string ImageTokens = "InputTokenDetails.ImageTokenCount";
    private const string AudioInputTokens = "InputTokenDetails.AudioTokenCount";
    private const string AudioOutputTokens = "OutputTokenDetails.AudioTokenCount";

    private const decimal Millionth = 0.000001m;

    internal static TokenRates Of(ModelPrice price, long inputTokens) => price.LongInput is { } instead && inputTokens > instead.Over
        ? new(instead.Input, instead.CachedInput ?? instead.Input, price.ImageInput ?? instead.Input, instead.Output, instead.Output)
        : new(
            price.Price.Input,
            price.Price.CachedInput ?? price.Price.Input,
            price.ImageInput ?? price.Price.Input,
            price.Price.Output,
            price.Price.Reasoning ?? price.Price.Output);

    /// <summary>The input tokens that were counted, cached ones included; null where that was not told.</summary>
    internal static long? InputOf(UsageDetails? usage) => Told(usage?.InputTokenCount, usage?.TotalTokenCount, usage?.OutputTokenCount);

    private bool AllFree => Input is 0 && CachedInput is 0 && ImageInput is 0 && Output is 0 && Reasoning is 0;

    /// <summary>The most that so many tokens cost.</summary>
    internal decimal? Most(long inputTokens, long outputTokens) =>
        Part(inputTokens, Dearest(Input, CachedInput, ImageInput)) + Part(outputTokens, Dearest(Output, Reasoning, Output));

    /// <summary>What the tokens cost that were counted.</summary>
    internal decimal? CostOf(UsageDetails? usage)
    {
        if (AllFree)
        {
            return 0;
        }

        // Sound is billed apart from text, at several times its price.
        if (Count(usage, AudioInputTokens) > 0 || Count(usage, AudioOutputTokens) > 0)
        {
            return null;
        }

        return InputCost(usage) + OutputCost(usage);
    }

    private decimal? InputCost(UsageDetails? usage)
    {
        if (Input is 0 && CachedInput is 0 && ImageInput is 0)
        {
            return 0;
        }

        if (InputOf(usage) is not { } input)
        {
            return null;
        }

        long cached = Math.Clamp(usage?.CachedInputTokenCount ?? 0, 0, input);
        long images = ImageInput == Input ? 0 : Math.Clamp(Count(usage, ImageTokens), 0, input);
        if (cached > 0 && images > 0)
        {
            // Which of the cached tokens were of an image is not told.
            return null;
        }

        return Part(input - cached - images, Input) + Part(cached, CachedInput) + Part(images, ImageInput);
    }

    private decimal? OutputCost(UsageDetails? usage)
    {
        if (Output is 0 && Reasoning is 0)
        {
            return 0;
        }

        // Embeddings count their input and a total that equals it.
        if (Told(usage?.OutputTokenCount, usage?.TotalTokenCount, usage?.InputTokenCount) is not { } output)
        {
            return null;
        }

        long reasoning = Math.Clamp(usage?.ReasoningTokenCount ?? 0, 0, output);
        return Part(output - reasoning, Output) + Part(reasoning, Reasoning);
    }

    // What is left of a total by the other part; less than nothing is no count at all.
    private static long? Told(long? count, long? total, long? other) =>
        count is { } stated ? Math.Max(0, stated)
        : total is { } all && other is { } rest && all >= rest && rest >= 0 ? all - rest
        : null;

    private static decimal? Part(long tokens, decimal? rate) => tokens <= 0 ? 0 : tokens * rate * Millionth;

    private static decimal? Dearest(decimal? first, decimal? second, decimal? third) =>
        first is { } one && second is { } two && third is { } three ? Math.Max(one, Math.Max(two, three)) : null;

    private static long Count(UsageDetails? usage, string name) =>
        usage?.AdditionalCounts is { } counts && counts.TryGetValue(name, out long count) ? count : 0;
}

namespace Router.Pricing;

/// <summary>What the tokens of a request cost instead, all of them, where its input is long. US dollars for a million tokens.</summary>
internal sealed record LongInputPrice
{
    /// <summary>It holds for more input tokens than these.</summary>
    public required long Over { get; init; }

    public required decimal Input { get; init; }

    public required decimal Output { get; init; }

    public decimal? CachedInput { get; init; }
}

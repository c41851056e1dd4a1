namespace Router.Pricing;

/// <summary>
/// What a model costs, in US dollars, 0 to 1,000,000 each. A null member is not known. Of several rows for one model the one of the configuration wins
/// over the table that ships with Router, as a whole.
/// </summary>
public sealed record PriceConfig
{
    /// <summary>The provider: its name in the configuration, or its type, such as <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's id at the provider; <c>*</c> for every model of it.</summary>
    public required string Model { get; init; }

    /// <summary>A million input tokens.</summary>
    public decimal? Input { get; init; }

    /// <summary>A million input tokens read from the provider's cache. Default: as <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>A million output tokens.</summary>
    public decimal? Output { get; init; }

    /// <summary>A million tokens of reasoning, which are part of the output. Default: as <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>One image.</summary>
    public decimal? Image { get; init; }

    /// <summary>One second of the provider's hardware.</summary>
    public decimal? Second { get; init; }

    /// <summary>One neuron.</summary>
    public decimal? Neuron { get; init; }

    /// <summary>One request, whatever it takes.</summary>
    public decimal? Request { get; init; }
}

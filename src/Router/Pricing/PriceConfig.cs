namespace Router.Pricing;

/// <summary>
/// What a model costs, in US dollars. A null member is not known. Of several rows for one model the one of the configuration wins
/// over the table that ships with Router, as a whole. 0 is free; the highest price that is taken is 1,000,000.
/// </summary>
public sealed record PriceConfig
{
    /// <summary>
    /// The provider: its name in the configuration, or its type, such as <c>openai</c>. Rows for the name come before those for the type.
    /// A row for a type holds for every endpoint of it. The table that ships with Router prices <c>openai</c> at <c>api.openai.com</c> alone:
    /// what a server elsewhere charges is unknown until a row says it.
    /// </summary>
    public required string Provider { get; init; }

    /// <summary>
    /// The model's id at the provider, which stands for its dated snapshots and its versions too unless they have rows of their own;
    /// <c>*</c> for every model of the provider that has none.
    /// </summary>
    public required string Model { get; init; }

    /// <summary>A million input tokens.</summary>
    public decimal? Input { get; init; }

    /// <summary>A million input tokens read from the provider's cache. Default: as <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>A million output tokens.</summary>
    public decimal? Output { get; init; }

    /// <summary>A million tokens of reasoning, which are part of the output. Default: as <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>One image that was generated.</summary>
    public decimal? Image { get; init; }

    /// <summary>
    /// One second of the provider's hardware. How many a request takes is known only after it, so that the estimate beforehand
    /// is <see cref="Request"/>, or unknown where that is not stated.
    /// </summary>
    public decimal? Second { get; init; }

    /// <summary>One neuron. An answer that tells its neurons costs these in place of its tokens, images and seconds.</summary>
    public decimal? Neuron { get; init; }

    /// <summary>One request, on top of what it takes.</summary>
    public decimal? Request { get; init; }
}

namespace Router.Pricing;

/// <summary>One row of <c>prices.json</c>. Units are those of <see cref="PriceConfig"/>.</summary>
internal sealed record PriceEntry
{
    public required string Type { get; init; }

    public required string Model { get; init; }

    public decimal? Input { get; init; }

    public decimal? CachedInput { get; init; }

    public decimal? Output { get; init; }

    public decimal? Reasoning { get; init; }

    public decimal? Image { get; init; }

    public decimal? Second { get; init; }

    public decimal? Neuron { get; init; }

    public decimal? Request { get; init; }

    public LongInputPrice? LongInput { get; init; }

    /// <summary>A million input tokens of images, where they cost otherwise than those of text.</summary>
    public decimal? ImageInput { get; init; }

    /// <summary>Where the figures were read.</summary>
    public required string Source { get; init; }

    /// <summary>When they were read.</summary>
    public required DateOnly Checked { get; init; }

    internal ModelPrice ToPrice(string version) => new(ToConfig(), version) { LongInput = LongInput, ImageInput = ImageInput };

    internal PriceConfig ToConfig() => new()
    {
        Provider = Type,
        Model = Model,
        Input = Input,
        CachedInput = CachedInput,
        Output = Output,
        Reasoning = Reasoning,
        Image = Image,
        Second = Second,
        Neuron = Neuron,
        Request = Request,
    };
}

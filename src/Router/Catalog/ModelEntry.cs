namespace Router.Catalog;

/// <summary>One row of <c>models.json</c>.</summary>
internal sealed record ModelEntry
{
    public required string Type { get; init; }

    public required string Model { get; init; }

    public bool? Tools { get; init; }

    public bool? ImageInput { get; init; }

    public bool? JsonSchema { get; init; }

    public int? ContextTokens { get; init; }

    /// <summary>Where the facts were read.</summary>
    public required string Source { get; init; }

    /// <summary>When they were read.</summary>
    public required DateOnly Checked { get; init; }

    internal ModelCapabilities ToCapabilities() => new()
    {
        Tools = Tools,
        ImageInput = ImageInput,
        JsonSchema = JsonSchema,
        ContextTokens = ContextTokens,
    };
}

namespace Router.Catalog;

/// <summary>
/// What a model can take. A null member is unknown, and the unknown is allowed: a target is skipped only for what is known to
/// be impossible.
/// </summary>
public sealed record ModelCapabilities
{
    /// <summary>Nothing is known.</summary>
    public static ModelCapabilities Unknown { get; } = new();

    /// <summary>Whether functions can be offered to it.</summary>
    public bool? Tools { get; init; }

    /// <summary>Whether a message may hold an image.</summary>
    public bool? ImageInput { get; init; }

    /// <summary>Whether an answer can be held to a JSON Schema.</summary>
    public bool? JsonSchema { get; init; }

    /// <summary>The context window, input and output together, in tokens.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>These capabilities, with what is unknown taken from <paramref name="fallback"/>.</summary>
    public ModelCapabilities Or(ModelCapabilities fallback)
    {
        ArgumentNullException.ThrowIfNull(fallback);
        return new ModelCapabilities
        {
            Tools = Tools ?? fallback.Tools,
            ImageInput = ImageInput ?? fallback.ImageInput,
            JsonSchema = JsonSchema ?? fallback.JsonSchema,
            ContextTokens = ContextTokens ?? fallback.ContextTokens,
        };
    }
}

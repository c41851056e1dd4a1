using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Router.Catalog;

/// <summary>
/// What is known of well documented models, from a table that ships with Router: each row names its source and its date.
/// A configuration's own <c>capabilities</c> come first. Immutable and thread-safe.
/// </summary>
public sealed partial class ModelCatalog
{
    private readonly FrozenDictionary<(string Type, string Model), ModelCapabilities> _models;

    internal ModelCatalog(IEnumerable<ModelEntry> entries)
    {
        Entries = [.. entries];
        _models = Entries.ToFrozenDictionary(entry => Key(entry.Type, entry.Model), entry => entry.ToCapabilities());
    }

    /// <summary>The table that ships with Router.</summary>
    public static ModelCatalog Default { get; } = new(ReadTable());

    internal IReadOnlyList<ModelEntry> Entries { get; }

    /// <summary>
    /// What is known of a model: by its exact id; at OpenAI a dated snapshot (<c>gpt-4o-mini-2024-07-18</c>) is known by its
    /// model, at Replicate a pinned version (<c>owner/name:version</c>) by its name. Unknown models have every member null.
    /// </summary>
    /// <param name="providerType">The type of the provider, such as <c>openai</c>; case does not count.</param>
    /// <param name="model">The model's id at the provider; case does not count.</param>
    public ModelCapabilities Find(string providerType, string model)
    {
        ArgumentNullException.ThrowIfNull(providerType);
        ArgumentNullException.ThrowIfNull(model);
        return _models.GetValueOrDefault(Key(providerType, model))
            ?? _models.GetValueOrDefault(Key(providerType, Undated(providerType, model)))
            ?? ModelCapabilities.Unknown;
    }

    private static (string Type, string Model) Key(string type, string model) => (type.ToUpperInvariant(), model.ToUpperInvariant());

    private static string Undated(string providerType, string model) => providerType.ToUpperInvariant() switch
    {
        "OPENAI" => Snapshot().Replace(model, ""),
        "REPLICATE" => model.Split(':')[0],
        _ => model,
    };

    private static IReadOnlyList<ModelEntry> ReadTable()
    {
        using Stream stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream("models.json")
            ?? throw new InvalidOperationException("The table of models is not in the assembly.");
        return JsonSerializer.Deserialize(stream, CatalogJsonContext.Default.ModelTable)?.Models ?? [];
    }

    [GeneratedRegex(@"-[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Snapshot();
}

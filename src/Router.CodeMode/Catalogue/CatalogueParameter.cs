using System.Text.Json;

namespace Router.CodeMode.Catalogue;

/// <summary>One parameter of a function. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its JSON Schema, 2020-12.</param>
/// <param name="Required">Whether a call must have it.</param>
public sealed record CatalogueParameter(string Name, JsonElement Schema, bool Required)
{
    /// <summary>What it means, where its schema does not say. Default none.</summary>
    public string Description { get; init; } = string.Empty;
}

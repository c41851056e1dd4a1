namespace Router.Catalog;

/// <summary>The whole of <c>models.json</c>.</summary>
internal sealed record ModelTable
{
    public string? About { get; init; }

    public required IReadOnlyList<ModelEntry> Models { get; init; }
}

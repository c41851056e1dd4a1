namespace Router.Adapters;

/// <summary>One setting that a provider type reads from <c>providers.json</c>.</summary>
/// <param name="Name">The property's name, in camel case.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Description">What it is for, in one sentence, with its default.</param>
public sealed record ProviderSetting(string Name, ProviderSettingKind Kind, string Description)
{
    /// <summary>Whether a provider without it is a configuration error. Default: false.</summary>
    public bool Required { get; init; }

    /// <summary>The only values it may take; empty where any will do.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];
}

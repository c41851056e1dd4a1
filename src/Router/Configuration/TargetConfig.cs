using Router.Admission;
using Router.Catalog;
using Router.Pinning;

namespace Router.Configuration;

/// <summary>One target of a route: a model at a provider.</summary>
public sealed record TargetConfig
{
    /// <summary>The name in reports and lists; unique within the route. Default: <c>provider/model</c>, with <c>@version</c> where set (of 64 hex digits the first 12).</summary>
    public string? Name { get; init; }

    /// <summary>The name of an entry of <c>providers</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's id at the provider.</summary>
    public required string Model { get; init; }

    /// <summary>The exact version, where one is pinned. Loading fills in what the lock file holds for a target that names none.</summary>
    public string? Version { get; init; }

    /// <summary>What this target is always asked with, whatever the request says.</summary>
    public ParametersConfig? Parameters { get; init; }

    /// <summary>What the model can take, where it is known better here than in the catalogue.</summary>
    public ModelCapabilities Capabilities { get; init; } = ModelCapabilities.Unknown;

    /// <summary>Limits of this target alone, beside those of its provider. Attempts are counted. Default: none.</summary>
    public LimitsConfig Limits { get; init; } = LimitsConfig.None;

    /// <summary>Its share among the targets under the strategy <c>weighted</c>, 0 to 1,000,000. Default: 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// The share of conversations, above 0 and below 1, that ask this target first under the strategy <c>canary</c>; null for a
    /// target that is no canary.
    /// </summary>
    public double? Canary { get; init; }

    /// <summary>How its version is checked, where that differs from the whole configuration's mode; null for that mode.</summary>
    public PinningMode? Pinning { get; init; }

    /// <summary><see cref="Name"/>, or the name that stands for it.</summary>
    internal string EffectiveName => Name ?? (Version is null ? $"{Provider}/{Model}" : $"{Provider}/{Model}@{ShortVersion}");

    // 64 hex digits say no more to a reader of a report than the first twelve.
    private string ShortVersion => Version is { Length: 64 } digest ? digest[..12] : Version!;
}

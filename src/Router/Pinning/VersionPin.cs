using Router.Adapters;

namespace Router.Pinning;

/// <summary>Which version is to answer, how its answers tell, and how much it matters. Immutable.</summary>
/// <param name="Model">The model, with its version where one is pinned.</param>
/// <param name="Rule">How answers of its provider say which version served them; see <see cref="PinRules"/>.</param>
public sealed record VersionPin(ModelReference Model, IPinRule Rule)
{
    /// <summary>How much it matters. Default: strict.</summary>
    public PinningMode Mode { get; init; } = PinningMode.Strict;

    /// <summary>The provider's name, for log and metrics; null where it has none.</summary>
    public string? Provider { get; init; }
}

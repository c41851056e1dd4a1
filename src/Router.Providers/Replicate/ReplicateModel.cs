using System.Buffers;
using Router.Adapters;

namespace Router.Providers.Replicate;

/// <summary>
/// What a target's model means at Replicate: an official model (<c>owner/name</c>, no version), a community model with its
/// version, or a deployment (<c>deployments/owner/name</c>). Immutable.
/// </summary>
internal sealed record ReplicateModel
{
    private const string DeploymentPrefix = "deployments/";
    private const int VersionLength = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> HexCharacters = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary><c>owner/name</c>, as it stands in a URL.</summary>
    internal required string Id { get; init; }

    /// <summary>64 lower-case hex digits; null for an official model and for a deployment.</summary>
    internal string? Version { get; init; }

    /// <summary>Whether <see cref="Id"/> names a deployment.</summary>
    internal bool IsDeployment { get; init; }

    /// <summary>The reference it was read from, under which its limits are told.</summary>
    internal required ModelReference Reference { get; init; }

    /// <summary>Where a prediction is made, relative to the endpoint.</summary>
    internal string CreatePath =>
        IsDeployment ? $"deployments/{Id}/predictions"
        : Version is null ? $"models/{Id}/predictions"
        : "predictions";

    /// <summary>Reads a reference that validation has let through.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    internal static ReplicateModel Parse(ModelReference reference) =>
        TryParse(reference, out ReplicateModel? model, out string? error) ? model : throw new ArgumentException(error, nameof(reference));

    /// <summary>Reads a reference, or tells what is wrong with it and what would be right.</summary>
    internal static bool TryParse(
        ModelReference reference,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ReplicateModel? model,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
    {
        model = null;
        string text = reference.Model;
        bool isDeployment = text.StartsWith(DeploymentPrefix, StringComparison.Ordinal);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string id = text[(isDeployment ? DeploymentPrefix.Length : 0)..(colon < 0 ? text.Length : colon)];
        string? ownVersion = colon < 0 ? null : text[(colon + 1)..];
        string? version = ownVersion ?? reference.Version;

        error = !IsId(id)
            ? $"'{text}' is not a Replicate model: write 'owner/name', 'owner/name:<64 hex digits>' or 'deployments/owner/name'."
            : isDeployment && version is not null
                ? $"'{text}' is a deployment, which fixes its version itself: leave the version out."
                : VersionError(id, version)
                    ?? (ownVersion is null ? null : VersionError(id, reference.Version))
                    ?? (Differ(ownVersion, reference.Version) ? $"'{text}' names one version and the target's version another: keep one." : null);
        if (error is not null)
        {
            return false;
        }

        model = new ReplicateModel { Id = id, Version = Lower(version), IsDeployment = isDeployment, Reference = reference };
        return true;
    }

    private static bool IsId(string id)
    {
        int slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && IsName(id.AsSpan(0, slash)) && IsName(id.AsSpan(slash + 1));
    }

    // Dots alone would climb the URL's path.
    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length > 0 && !name.ContainsAnyExcept(NameCharacters) && name.ContainsAnyExcept('.');

    private static string? VersionError(string id, string? version) =>
        version switch
        {
            null => null,
            _ when version.Length == VersionLength && !version.AsSpan().ContainsAnyExcept(HexCharacters) => null,
            _ when version.Equals("latest", StringComparison.OrdinalIgnoreCase) =>
                $"Replicate takes no ':latest'. Pin '{id}' to the 64 hex digits that https://replicate.com/{id}/versions shows, "
                + "or leave the version out if it is an official model.",
            _ => $"'{version}' is not a version of '{id}': a version is 64 hex digits, as https://replicate.com/{id}/versions shows.",
        };

    private static bool Differ(string? one, string? other) =>
        one is not null && other is not null && !one.Equals(other, StringComparison.OrdinalIgnoreCase);

#pragma warning disable CA1308 // Replicate writes its version ids in lower case; this is no comparison of texts.
    private static string? Lower(string? version) => version?.ToLowerInvariant();
#pragma warning restore CA1308
}

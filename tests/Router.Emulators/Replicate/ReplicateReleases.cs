using System.Text.RegularExpressions;

namespace Router.Emulators.Replicate;

/// <summary>The versions of each model, as this emulator has published them.</summary>
internal sealed partial class ReplicateReleases
{
    private readonly Lock _gate = new();
    private readonly List<ReplicateModel> _published = [];

    public void Publish(string fullName, string version)
    {
        ReplicateModel model = ReplicateModels.Find(fullName) is { IsOfficial: false } found
            ? found
            : throw new ArgumentException($"There is no community model '{fullName}'.", nameof(fullName));
        if (!VersionPattern().IsMatch(version))
        {
            throw new ArgumentException("A version is 64 hex digits, in lower case.", nameof(version));
        }

        lock (_gate)
        {
            _published.Insert(0, model with { Version = version });
        }
    }

    /// <summary>All releases of a model, the latest one first.</summary>
    public IReadOnlyList<ReplicateModel> Of(ReplicateModel model)
    {
        lock (_gate)
        {
            return [.. _published.Where(release => release.FullName == model.FullName), model];
        }
    }

    public ReplicateModel? ByVersion(string version)
    {
        lock (_gate)
        {
            return _published.Concat(ReplicateModels.All).FirstOrDefault(model => !model.IsOfficial && model.Version == version);
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex VersionPattern();
}

namespace Router.Recording;

/// <summary>The recordings of a folder by their requests, and which of them come next. Thread-safe.</summary>
internal sealed class ReplayLibrary
{
    private const int MostDifferences = 8;

    private readonly Lock _gate = new();
    private readonly RecordingFolder _folder;
    private readonly bool _repeatLast;
    private readonly IReadOnlyList<Recorded> _all;
    private readonly Dictionary<string, Recorded[]> _byDigest;
    private readonly Dictionary<string, int> _replayed = new(StringComparer.Ordinal);

    internal ReplayLibrary(string folder, bool images, bool repeatLast)
    {
        _folder = new RecordingFolder(folder);
        _repeatLast = repeatLast;
        _all = [.. RecordingReader.ReadAll(_folder).Where(recorded => recorded.IsImage == images)];
        _byDigest = _all.GroupBy(recorded => recorded.Digest, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The next recording of a request.</summary>
    /// <exception cref="RecordingNotFoundException">There is none, or no further one.</exception>
    internal Recorded Next(RequestForm request)
    {
        if (!_byDigest.TryGetValue(request.Digest, out Recorded[]? recordings))
        {
            throw NotRecorded(request);
        }

        lock (_gate)
        {
            int next = _replayed.GetValueOrDefault(request.Digest);
            if (next >= recordings.Length)
            {
                return _repeatLast
                    ? recordings[^1]
                    : throw new RecordingNotFoundException(
                        $"'{_folder.Path}' holds {recordings.Length} recordings of the request {request.Digest[..12]}, all of which were replayed. "
                        + $"Record it once more, or set {nameof(RecordingOptions.RepeatLast)}.")
                    {
                        Digest = request.Digest,
                        Nearest = Path.GetFileName(recordings[^1].File),
                    };
            }

            _replayed[request.Digest] = next + 1;
            return recordings[next];
        }
    }

    private RecordingNotFoundException NotRecorded(RequestForm request)
    {
        (Recorded Recorded, IReadOnlyList<string> Differences)? nearest = null;
        foreach (Recorded recorded in _all)
        {
            IReadOnlyList<string> differences = JsonDifference.Between(recorded.Request, request.Request);
            if (nearest is null || differences.Count < nearest.Value.Differences.Count)
            {
                nearest = (recorded, differences);
            }
        }

        string[] shown = [.. (nearest?.Differences ?? []).Take(MostDifferences)];
        string? file = nearest is null ? null : Path.GetFileName(nearest.Value.Recorded.File);
        string hint = file is null
            ? "It holds no recording of this kind."
            : $"The nearest one, '{file}', differs in {string.Join(", ", shown)}"
                + (nearest!.Value.Differences.Count > shown.Length ? $" and {nearest.Value.Differences.Count - shown.Length} more." : ".");
        return new RecordingNotFoundException($"'{_folder.Path}' holds no recording of the request {request.Digest[..12]}. {hint}")
        {
            Digest = request.Digest,
            Nearest = file,
            Differences = shown,
        };
    }
}

using System.Security.Cryptography;
using Router.Configuration.References;

namespace Router.Configuration.Sources;

/// <summary>What was last seen of a set of files. Immutable.</summary>
internal sealed class WatchedFiles
{
    private readonly IReadOnlyDictionary<string, Seen> _files;

    private WatchedFiles(IReadOnlyDictionary<string, Seen> files) => _files = files;

    internal static WatchedFiles None { get; } = new(new Dictionary<string, Seen>());

    internal static WatchedFiles Of(IEnumerable<KeyValuePair<string, FileContent>> files)
    {
        Dictionary<string, Seen> seen = new(StringComparer.Ordinal);
        foreach ((string path, FileContent content) in files)
        {
            seen[path] = Seen.Of(content);
        }

        return new WatchedFiles(seen);
    }

    /// <summary>
    /// Looks again. A file that is away keeps what was last seen of it: whoever replaces it may be between two steps, and what
    /// is in force stays in force.
    /// </summary>
    internal WatchedFiles Look(IConfigurationEnvironment environment, int maxLength, out bool differs)
    {
        differs = false;
        Dictionary<string, Seen> now = new(StringComparer.Ordinal);
        foreach ((string path, Seen before) in _files)
        {
            now[path] = before;
            if (environment.Stamp(path) is not { } stamp || stamp == before.Stamp)
            {
                continue;
            }

            FileContent content = environment.Read(path, maxLength);
            if (content.Stamp is not null)
            {
                Seen seen = Seen.Of(content);
                differs |= seen.Hash != before.Hash;
                now[path] = seen;
            }
        }

        return new WatchedFiles(now);
    }

    private readonly record struct Seen(FileStamp? Stamp, string? Hash)
    {
        internal static Seen Of(FileContent content) =>
            new(content.Stamp, content.Bytes is { } bytes ? Convert.ToHexString(SHA256.HashData(bytes)) : null);
    }
}

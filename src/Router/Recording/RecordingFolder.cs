using System.Globalization;
using System.Text.Json.Nodes;
using Router.Canonical;

namespace Router.Recording;

/// <summary>
/// A folder of recordings: numbered files, and the binary data they name by its digest. Numbers are claimed by making a file, so
/// that clients and processes that share a folder never share one. Files appear whole or not at all. Thread-safe.
/// </summary>
internal sealed class RecordingFolder(string path)
{
    /// <summary>So many numbers in a row are not taken by others: the folder itself cannot be written.</summary>
    private const int MostRefused = 1000;

    internal string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The recordings, in the order of their numbers.</summary>
    internal IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(Path, "*.json").OrderBy(file => NumberOf(file) ?? int.MaxValue).ThenBy(file => file, StringComparer.Ordinal)];

    /// <summary>Claims the next number; the claim must be filled or released.</summary>
    internal RecordingClaim Claim()
    {
        Directory.CreateDirectory(Path);
        int refused = 0;
        for (int number = Directory.EnumerateFiles(Path).Max(NumberOf).GetValueOrDefault() + 1; ; number++)
        {
            string claim = System.IO.Path.Combine(Path, Named(number) + ".claim");
            try
            {
                using FileStream made = new(claim, FileMode.CreateNew);
            }
            catch (IOException) when (refused++ < MostRefused)
            {
                // Taken, as a rule; who took it may be done by now, so that looking for its file would tell nothing.
                continue;
            }

            // Claimed anew after its first owner had moved its file into place.
            if (Directory.EnumerateFiles(Path, Named(number) + "-*.json").Any())
            {
                File.Delete(claim);
                continue;
            }

            return new RecordingClaim(number, claim);
        }
    }

    /// <summary>Gives a number back that nothing was recorded under.</summary>
    internal static void Release(RecordingClaim claim) => File.Delete(claim.File);

    /// <summary>Writes a recording in the place of its claim.</summary>
    internal async Task WriteAsync(RecordingClaim claim, string kind, string digest, JsonObject document)
    {
        byte[] text = [.. JsonTree.Write(document, RecordingFormat.Pretty), (byte)'\n'];
        await File.WriteAllBytesAsync(claim.File, text, CancellationToken.None).ConfigureAwait(false);
        File.Move(claim.File, System.IO.Path.Combine(Path, $"{Named(claim.Number)}-{kind}-{digest[..12]}.json"));
    }

    /// <summary>Keeps binary data once, and gives its name.</summary>
    internal string Keep(ReadOnlySpan<byte> bytes, string mediaType)
    {
        string name = $"{CanonicalJson.Digest(bytes)}.{BlobName.ExtensionOf(mediaType)}";
        string folder = System.IO.Path.Combine(Path, RecordingFormat.Blobs);
        string file = System.IO.Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            string whole = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.part");
            File.WriteAllBytes(whole, bytes);
            File.Move(whole, file, overwrite: true);
        }

        return $"{RecordingFormat.Blobs}/{name}";
    }

    /// <summary>The binary data of a name that <see cref="Keep"/> gave.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is other data than was kept.</exception>
    internal byte[] Find(string name)
    {
        if (!BlobName.IsOne(name))
        {
            throw new InvalidDataException($"'{name}' is no name of binary data: it would be 'blobs/<64 hex digits>.<extension>'.");
        }

        string file = System.IO.Path.Combine(Path, name);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"'{file}' is missing.");
        }

        byte[] bytes = File.ReadAllBytes(file);
        return name.Contains(CanonicalJson.Digest(bytes), StringComparison.Ordinal)
            ? bytes
            : throw new InvalidDataException($"'{file}' does not hold the bytes it is named after: it was changed or cut.");
    }

    private static string Named(int number) => number.ToString("0000", CultureInfo.InvariantCulture);

    private static int? NumberOf(string file)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        int end = name.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? name : name[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}

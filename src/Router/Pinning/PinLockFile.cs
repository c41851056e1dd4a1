using System.Globalization;
using System.Text.Json;
using Router.Adapters;

namespace Router.Pinning;

/// <summary>
/// Reads and writes <c>providers.lock.json</c>. The text depends on the entries alone: sorted, two spaces, line feeds, so that a
/// difference in git is a difference in what runs.
/// </summary>
public static class PinLockFile
{
    /// <summary>Reads a lock from its UTF-8 text, strictly: what is unknown, missing, malformed or there twice is an error.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="PinLockException">It is no lock file of this version.</exception>
    public static PinLock Parse(ReadOnlyMemory<byte> utf8, string? file = null) => PinLockReader.Read(utf8, file);

    /// <summary>Reads a lock file; a missing one is an empty lock.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PinLockException">It cannot be read, or is no lock file of this version.</exception>
    public static PinLock Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return PinLock.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new PinLockException($"The lock file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The UTF-8 text of a lock.</summary>
    public static byte[] Format(PinLock pins)
    {
        ArgumentNullException.ThrowIfNull(pins);
        PinLockDocument document = new()
        {
            LockVersion = PinningDefaults.LockVersion,
            Pins = [.. pins.Entries.Select(Record)],
        };
        return [.. JsonSerializer.SerializeToUtf8Bytes(document, PinLockJsonContext.Default.PinLockDocument), (byte)'\n'];
    }

    /// <summary>
    /// Writes a lock in one step: a reader sees the old file or the new one, and a crash leaves one of the two. A symbolic link is kept and its
    /// file replaced.
    /// </summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="pins">What to write.</param>
    /// <exception cref="PinLockException">It cannot be written.</exception>
    public static void Write(string path, PinLock pins)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text = Format(pins);
        string? temporary = null;
        try
        {
            FileInfo file = new(path);
            string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
            temporary = $"{target}.{Guid.NewGuid():N}.tmp";
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(text);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Remove(temporary);
            throw new PinLockException($"The lock file '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    private static void Remove(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What went wrong first is what matters.
        }
    }

    private static PinLockRecord Record(PinLockEntry entry) => new()
    {
        Provider = entry.Provider,
        Type = entry.Type,
        Model = entry.Model,
        Source = entry.Source,
        Kind = entry.Kind switch
        {
            PinKind.Snapshot => "snapshot",
            PinKind.Digest => "digest",
            _ => "schema",
        },
        Version = entry.Version,
        ResolvedAt = entry.ResolvedAt.UtcDateTime.ToString(PinningDefaults.TimeFormat, CultureInfo.InvariantCulture),
        SchemaDigest = entry.SchemaDigest,
        Deprecation = entry.Deprecation?.ToString(PinningDefaults.DayFormat, CultureInfo.InvariantCulture),
    };
}

using System.Buffers.Binary;

namespace Router.CodeMode.Durability.Stores;

/// <summary>
/// Numbers that rise over all runs of a folder, so that the openings of a run rise even where it was deleted and made anew. Thread-safe.
/// </summary>
internal sealed class FileRunFences(string folder, FileRunLocks locks, TimeProvider timeProvider)
{
    private const string Name = ".fence";

    private readonly string _path = Path.Combine(folder, Name);

    /// <summary>The next number, above <paramref name="last"/> too. Whoever asks may hold a run's lock.</summary>
    internal async ValueTask<long> NextAsync(long last, CancellationToken cancellationToken)
    {
        using IDisposable taken = await locks.TakeFencesAsync(cancellationToken).ConfigureAwait(false);

        // A loss of power ends all who hold a run here, so that what it takes from this file harms nobody; where the file is lost the
        // clock is far ahead of any number it held.
        byte[] bytes = FileDisk.TryRead(_path) ?? [];
        long stored = bytes.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        if (stored <= 0)
        {
            stored = (timeProvider.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        }

        long next = Math.Max(stored, last) + 1;
        bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, next);
        FileDisk.Replace(_path, bytes, durable: false);
        return next;
    }
}

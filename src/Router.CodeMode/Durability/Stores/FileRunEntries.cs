using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Router.CodeMode.Durability.Stores;

/// <summary>
/// The file of entries: batches one after the other, each all or nothing. A batch is "RCB1", the index of its first entry, the number of its
/// entries, the length of its content, a checksum of these and one of the content; the content is each entry after its length.
/// </summary>
internal static class FileRunEntries
{
    internal const int HeadBytes = 20 + SumBytes + SumBytes;

    private const int SumBytes = 8;

    private static ReadOnlySpan<byte> Magic => "RCB1"u8;

    internal static byte[] WriteBatch(int index, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        int length = entries.Sum(entry => sizeof(int) + entry.Length);
        byte[] bytes = new byte[HeadBytes + length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), index);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), entries.Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), length);
        Span<byte> rest = bytes.AsSpan(HeadBytes);
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, entry.Length);
            entry.Span.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + entry.Length)..];
        }

        Sum(bytes.AsSpan(HeadBytes), bytes.AsSpan(20 + SumBytes, SumBytes));
        Sum(bytes.AsSpan(0, 20), bytes.AsSpan(20, SumBytes));
        return bytes;
    }

    /// <summary>Reads the head of a batch: the number of its entries and the length of its content. False where it is none that stands here.</summary>
    internal static bool TryReadHead(ReadOnlySpan<byte> bytes, int index, out int count, out long length)
    {
        count = 0;
        length = 0;
        if (bytes.Length < HeadBytes || !bytes.StartsWith(Magic))
        {
            return false;
        }

        count = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        length = BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]);
        return Matches(bytes[..20], bytes.Slice(20, SumBytes)) && BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) == index
            && count > 0 && length >= 0;
    }

    /// <summary>Reads all batches that are whole, up to the first that is not.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="confirmed">How much of it was confirmed to whoever wrote it: what is wrong before that is no torn end.</param>
    /// <param name="entries">Receives the entries.</param>
    /// <returns>Where the last whole batch ends.</returns>
    /// <exception cref="InvalidDataException">It is damaged elsewhere than at its end.</exception>
    internal static long Read(ReadOnlyMemory<byte> bytes, string path, long confirmed, List<ReadOnlyMemory<byte>> entries)
    {
        int position = 0;
        while (position < bytes.Length && TryReadBatch(bytes[position..], entries) is { } length)
        {
            position += length;
        }

        // A torn end is the trace of one append that nobody was told of. Anything else would lose calls that were made.
        if (position < confirmed || HasBatch(bytes.Span[Math.Min(position + 1, bytes.Length)..]))
        {
            throw new InvalidDataException(
                $"'{path}' is damaged at byte {position}, before its end; its entries are what keeps calls from being made twice. Restore it.");
        }

        return position;
    }

    private static int? TryReadBatch(ReadOnlyMemory<byte> bytes, List<ReadOnlyMemory<byte>> entries)
    {
        if (!TryReadHead(bytes.Span, entries.Count, out int count, out long length) || length > bytes.Length - HeadBytes
            || !Matches(bytes.Span.Slice(HeadBytes, (int)length), bytes.Span.Slice(20 + SumBytes, SumBytes)))
        {
            return null;
        }

        List<ReadOnlyMemory<byte>> batch = [];
        ReadOnlyMemory<byte> rest = bytes.Slice(HeadBytes, (int)length);
        while (!rest.IsEmpty)
        {
            int size = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
            if (size < 0 || size > rest.Length - sizeof(int))
            {
                return null;
            }

            batch.Add(rest.Slice(sizeof(int), size));
            rest = rest[(sizeof(int) + size)..];
        }

        if (batch.Count != count)
        {
            return null;
        }

        entries.AddRange(batch);
        return HeadBytes + (int)length;
    }

    // Only where something is wrong: whether any whole batch stands behind it.
    private static bool HasBatch(ReadOnlySpan<byte> bytes)
    {
        for (int at = bytes.IndexOf(Magic); at >= 0; at = bytes.IndexOf(Magic))
        {
            bytes = bytes[at..];
            if (bytes.Length >= HeadBytes && Matches(bytes[..20], bytes.Slice(20, SumBytes))
                && BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]) is >= 0 and { } length && length <= bytes.Length - HeadBytes
                && Matches(bytes.Slice(HeadBytes, (int)length), bytes.Slice(20 + SumBytes, SumBytes)))
            {
                return true;
            }

            bytes = bytes[1..];
        }

        return false;
    }

    private static void Sum(ReadOnlySpan<byte> bytes, Span<byte> sum) => SHA256.HashData(bytes).AsSpan(0, sum.Length).CopyTo(sum);

    private static bool Matches(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> sum) =>
        SHA256.HashData(bytes).AsSpan(0, sum.Length).SequenceEqual(sum);
}

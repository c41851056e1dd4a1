using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Router.CodeMode.Durability.Stores;

/// <summary>The state of a run on disk, in a file that is replaced as a whole.</summary>
/// <param name="Fence">The last opening.</param>
/// <param name="HeldUntil">Until when it is held; null where it was let go.</param>
/// <param name="Count">How many entries were confirmed to whoever appended them.</param>
/// <param name="Length">The length of the file of entries then: up to there nothing is ever cut off.</param>
internal readonly record struct FileRunRecord(long Fence, DateTimeOffset? HeldUntil, int Count, long Length)
{
    internal const int Bytes = 4 + 8 + 8 + 4 + 8 + SumBytes;

    private const int SumBytes = 16;

    private static ReadOnlySpan<byte> Magic => "RCL1"u8;

    internal byte[] Write()
    {
        byte[] bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), Fence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), HeldUntil?.UtcTicks ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Length);
        SHA256.HashData(bytes.AsSpan(0, Bytes - SumBytes)).AsSpan(0, SumBytes).CopyTo(bytes.AsSpan(Bytes - SumBytes));
        return bytes;
    }

    /// <summary>Reads one; false where it is none.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out FileRunRecord record)
    {
        record = default;
        if (bytes.Length != Bytes || !bytes.StartsWith(Magic)
            || !SHA256.HashData(bytes[..^SumBytes]).AsSpan(0, SumBytes).SequenceEqual(bytes[^SumBytes..]))
        {
            return false;
        }

        long ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]);
        record = new FileRunRecord(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]),
            ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]));
        return true;
    }
}

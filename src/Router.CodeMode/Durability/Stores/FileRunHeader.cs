using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Router.CodeMode.Durability.Stores;

/// <summary>What a run was created with, on disk; written once.</summary>
internal sealed record FileRunHeader(string RunId, DateTimeOffset CreatedAt, ReadOnlyMemory<byte> Content)
{
    /// <summary>The most that stands before the content.</summary>
    internal const int LongestHead = FixedBytes + 128;

    private const int SumBytes = 16;
    private const int FixedBytes = 4 + SumBytes + 8 + 4;

    private static ReadOnlySpan<byte> Magic => "RCH1"u8;

    internal byte[] Write()
    {
        byte[] bytes = new byte[FixedBytes + RunId.Length + Content.Length];
        Magic.CopyTo(bytes);
        Span<byte> rest = bytes.AsSpan(4 + SumBytes);
        BinaryPrimitives.WriteInt64LittleEndian(rest, CreatedAt.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(rest[8..], RunId.Length);
        Encoding.ASCII.GetBytes(RunId, rest[12..]);
        Content.Span.CopyTo(rest[(12 + RunId.Length)..]);
        SHA256.HashData(rest).AsSpan(0, SumBytes).CopyTo(bytes.AsSpan(4));
        return bytes;
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none, or damaged.</exception>
    internal static FileRunHeader Read(ReadOnlyMemory<byte> bytes, string path)
    {
        if (!SHA256.HashData(bytes.Span[Math.Min(bytes.Length, 4 + SumBytes)..]).AsSpan(0, SumBytes)
            .SequenceEqual(bytes.Span[Math.Min(bytes.Length, 4)..Math.Min(bytes.Length, 4 + SumBytes)]))
        {
            throw new InvalidDataException($"'{path}' is no header of a run, or is damaged; restore it, or remove its folder.");
        }

        return ReadHead(bytes) ?? throw new InvalidDataException($"'{path}' is no header of a run; restore it, or remove its folder.");
    }

    /// <summary>Reads the part before the content, with whatever of the content is there; null where it is none. No checksum is asked.</summary>
    internal static FileRunHeader? ReadHead(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < FixedBytes || !bytes.Span.StartsWith(Magic))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = bytes.Span[(4 + SumBytes)..];
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(rest);
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
        if (length is < 1 or > 128 || length > rest.Length - 12 || ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return null;
        }

        string runId = Encoding.ASCII.GetString(rest.Slice(12, length));
        return new FileRunHeader(runId, new DateTimeOffset(ticks, TimeSpan.Zero), bytes[(FixedBytes + length)..]);
    }
}

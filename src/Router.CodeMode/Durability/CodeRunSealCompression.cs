using System.Buffers;
using System.IO.Compression;

namespace Router.CodeMode.Durability;

/// <summary>Brotli, where it pays.</summary>
internal static class CodeRunSealCompression
{
    // Of the memory of a QuickJS engine, 556 KB, on a busy machine: 1 leaves 148 KB after 4 ms, 2 126 KB after 8, 4 120 KB after 15,
    // 5 and 6 107 KB after 23 and 30.
    private const int Quality = 4;
    private const int Window = 22;
    private const int ShortestWorthIt = 128;
    private const int FirstBuffer = 64 << 10;

    /// <summary>The length of what was written; negative where compression saves less than a sixteenth.</summary>
    internal static int TryCompress(ReadOnlySpan<byte> plain, Span<byte> target)
    {
        if (plain.Length < ShortestWorthIt)
        {
            return -1;
        }

        target = target[..(plain.Length - (plain.Length / 16))];
        return BrotliEncoder.TryCompress(plain, target, out int written, Quality, Window) && written < plain.Length ? written : -1;
    }

    /// <summary>The plain piece. Memory is taken as it comes out, never on the word of the header.</summary>
    internal static byte[] Decompress(ReadOnlySpan<byte> content, int plainLength)
    {
        byte[] plain = new byte[Math.Min(plainLength, FirstBuffer)];
        int written = 0;
        using BrotliDecoder decoder = default;
        while (true)
        {
            OperationStatus status = decoder.Decompress(content, plain.AsSpan(written), out int consumed, out int produced);
            content = content[consumed..];
            written += produced;
            switch (status)
            {
                case OperationStatus.Done when written == plainLength && content.IsEmpty:
                    return plain.Length == plainLength ? plain : plain[..plainLength];
                case OperationStatus.DestinationTooSmall when plain.Length < plainLength:
                    Array.Resize(ref plain, (int)Math.Min(plainLength, plain.Length * 4L));
                    break;
                default:
                    throw new CodeRunSealException("does not decompress to the length it states.");
            }
        }
    }
}

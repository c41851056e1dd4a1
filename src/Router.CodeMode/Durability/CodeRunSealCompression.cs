using System.Buffers;
using System.IO.Compression;

namespace Router.CodeMode.Durability;

/// <summary>Brotli, where it pays.</summary>
internal static class CodeRunSealCompression
{
    private const int Window = 22;
    private const int ShortestWorthIt = 128;
    private const int FirstBuffer = 64 << 10;

    /// <summary>The length of what was written; negative where compression saves less than a sixteenth.</summary>
    internal static int TryCompress(ReadOnlySpan<byte> plain, Span<byte> target, CodeRunPart part)
    {
        if (plain.Length < ShortestWorthIt)
        {
            return -1;
        }

        target = target[..(plain.Length - (plain.Length / 16))];
        return BrotliEncoder.TryCompress(plain, target, out int written, Quality(part), Window) && written < plain.Length ? written : -1;
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

    // Measured on the memory of QuickJS engines; see Quality's test of sizes.
    private static int Quality(CodeRunPart part) => part == CodeRunPart.Checkpoint ? 4 : 5;
}

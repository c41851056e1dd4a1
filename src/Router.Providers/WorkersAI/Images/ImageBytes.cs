using System.Buffers.Binary;
using Router.Providers.Http;

namespace Router.Providers.WorkersAI.Images;

/// <summary>
/// Tells whether an image is all there, by its own structure: a body without a stated length can be cut without a trace.
/// </summary>
internal static class ImageBytes
{
    private const byte Marker = 0xFF;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    private const int PngSignature = 8;

    /// <summary>Whether a PNG, JPEG or WebP image reaches its own end. Bytes after the end do no harm. Others count as cut.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> image) => MediaTypes.OfImage(image) switch
    {
        "image/png" => image.Length > PngSignature && IsWholePng(image[PngSignature..]),
        "image/jpeg" => IsWholeJpeg(image[2..]),
        "image/webp" => BinaryPrimitives.ReadUInt32LittleEndian(image[4..]) + 8L <= image.Length,
        _ => false,
    };

    /// <summary>Walks the chunks (length, type, data, checksum) to the one named IEND.</summary>
    private static bool IsWholePng(ReadOnlySpan<byte> rest)
    {
        while (rest.Length >= 12)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(rest) + 12L;
            if (length > rest.Length)
            {
                return false;
            }

            if (rest.Slice(4, 4).SequenceEqual("IEND"u8))
            {
                return true;
            }

            rest = rest[(int)length..];
        }

        return false;
    }

    /// <summary>
    /// Walks the segments to the scan, past a thumbnail with an end of its own, then looks for the end: inside a scan it cannot occur.
    /// </summary>
    private static bool IsWholeJpeg(ReadOnlySpan<byte> rest)
    {
        while (rest is [Marker, var kind, var high, var low, ..])
        {
            int length = 2 + ((high << 8) | low);
            if (kind == Marker)
            {
                rest = rest[1..]; // padding before a marker
                continue;
            }

            if (length > rest.Length)
            {
                return false;
            }

            rest = rest[length..];
            if (kind == StartOfScan)
            {
                return rest.IndexOf([Marker, EndOfImage]) >= 0;
            }
        }

        return false;
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace Router.Emulators.Images;

/// <summary>Eight-bit RGB and RGBA without interlacing, every filter; anything else, or a wrong CRC, is undecodable.</summary>
internal static class PngDecoder
{
    private const int LargestSide = 8192;

    /// <summary>Null when the bytes are no image this decoder understands.</summary>
    public static Raster? TryDecode(ReadOnlySpan<byte> png)
    {
        try
        {
            return Decode(png);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static Raster Decode(ReadOnlySpan<byte> png)
    {
        if (!png.StartsWith(Png.Signature))
        {
            throw new InvalidDataException("No PNG signature.");
        }

        using MemoryStream compressed = new();
        (int Width, int Height, int Channels)? header = null;
        int at = Png.Signature.Length;
        while (true)
        {
            ReadOnlySpan<byte> type = NextChunk(png, ref at, out ReadOnlySpan<byte> data);
            if (type.SequenceEqual("IHDR"u8))
            {
                header = ReadHeader(data);
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(data);
            }
            else if (type.SequenceEqual("IEND"u8))
            {
                break;
            }
        }

        if (header is not { } size)
        {
            throw new InvalidDataException("No IHDR.");
        }

        compressed.Position = 0;
        return ReadPixels(compressed, size.Width, size.Height, size.Channels);
    }

    private static ReadOnlySpan<byte> NextChunk(ReadOnlySpan<byte> png, ref int at, out ReadOnlySpan<byte> data)
    {
        if (png.Length - at < 12)
        {
            throw new InvalidDataException("The file ends before IEND.");
        }

        int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
        if (length < 0 || length > png.Length - at - 12)
        {
            throw new InvalidDataException("A chunk is longer than the file.");
        }

        ReadOnlySpan<byte> type = png.Slice(at + 4, 4);
        data = png.Slice(at + 8, length);
        if (BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + length)..]) != Crc32.Of(type, data))
        {
            throw new InvalidDataException("A chunk's CRC is wrong.");
        }

        at += 12 + length;
        return type;
    }

    private static (int Width, int Height, int Channels) ReadHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13 || data[8] != 8 || data[9] is not (2 or 6) || data[12] != 0)
        {
            throw new InvalidDataException("Only eight-bit RGB and RGBA without interlacing.");
        }

        int width = BinaryPrimitives.ReadInt32BigEndian(data);
        int height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        return width is < 1 or > LargestSide || height is < 1 or > LargestSide
            ? throw new InvalidDataException("The size is out of range.")
            : (width, height, data[9] == 2 ? 3 : 4);
    }

    private static Raster ReadPixels(Stream compressed, int width, int height, int channels)
    {
        using ZLibStream zlib = new(compressed, CompressionMode.Decompress);
        Raster raster = new(width, height);
        int stride = width * channels;
        byte[] above = new byte[stride];
        byte[] line = new byte[stride];
        for (int y = 0; y < height; y++)
        {
            int filter = zlib.ReadByte();
            if (filter is < 0 or > 4 || zlib.ReadAtLeast(line, stride, throwOnEndOfStream: false) < stride)
            {
                throw new InvalidDataException("The pixel data is incomplete.");
            }

            PngFilter.Undo(filter, line, above, channels);
            for (int x = 0; x < width; x++)
            {
                line.AsSpan(x * channels, 3).CopyTo(raster.Pixels.AsSpan(((y * width) + x) * 3));
            }

            (above, line) = (line, above);
        }

        return raster;
    }
}

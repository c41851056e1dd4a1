using System.Buffers.Binary;
using System.IO.Compression;

namespace Router.Emulators.Images;

/// <summary>Eight-bit RGB, one IDAT, no filtering: painted images are flat and compress well without.</summary>
internal static class PngEncoder
{
    public static byte[] Encode(Raster raster)
    {
        using MemoryStream png = new();
        png.Write(Png.Signature);

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, raster.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), raster.Height);
        header[8] = 8;
        header[9] = 2;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compress(raster));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compress(Raster raster)
    {
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest))
        {
            int stride = raster.Width * 3;
            for (int y = 0; y < raster.Height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(raster.Pixels, y * stride, stride);
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        png.Write(number);
    }
}

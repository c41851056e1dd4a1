using System.Buffers.Binary;
using System.IO.Compression;
using Router.Emulators.Images;

namespace Router.Emulators.Tests.Images;

public sealed class PngTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public void Decoder_undoes_every_filter(int filter, int channels)
    {
        byte[] pixels = new byte[17 * 13 * channels];
        new Random(filter).NextBytes(pixels);

        Raster decoded = PngDecoder.TryDecode(Encode(pixels, 17, 13, filter, channels))!;

        for (int i = 0; i < 17 * 13; i++)
        {
            decoded.Pixels.AsSpan(i * 3, 3).ToArray().Should().Equal(pixels.AsSpan(i * channels, 3).ToArray());
        }
    }

    [Fact]
    public void Decoder_returns_what_was_encoded()
    {
        Raster raster = new(31, 7);
        new Random(1).NextBytes(raster.Pixels);

        PngDecoder.TryDecode(PngEncoder.Encode(raster))!.Pixels.Should().Equal(raster.Pixels);
    }

    [Fact]
    public void Every_damaged_or_shortened_file_is_undecodable()
    {
        byte[] png = Painter.PaintPng("a red circle", 16, 16);
        for (int i = 0; i < png.Length; i++)
        {
            byte[] damaged = [.. png];
            damaged[i] ^= 0x5A;

            PngDecoder.TryDecode(damaged).Should().BeNull("byte {0} was changed", i);
            PngDecoder.TryDecode(png.AsSpan(0, i)).Should().BeNull("the file was cut at {0}", i);
        }
    }

    [Fact]
    public void Check_value_of_IEND_is_the_one_every_PNG_ends_with() =>
        Crc32.Of("IEND"u8, []).Should().Be(0xAE426082);

    private static byte[] Encode(byte[] pixels, int width, int height, int filter, int channels)
    {
        int stride = width * channels;
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte((byte)filter);
                for (int x = 0; x < stride; x++)
                {
                    int left = x >= channels ? pixels[(y * stride) + x - channels] : 0;
                    int up = y > 0 ? pixels[((y - 1) * stride) + x] : 0;
                    int upLeft = x >= channels && y > 0 ? pixels[((y - 1) * stride) + x - channels] : 0;
                    int predicted = filter switch
                    {
                        1 => left,
                        2 => up,
                        3 => (left + up) / 2,
                        4 => PngFilter.Paeth(left, up, upLeft),
                        _ => 0,
                    };
                    zlib.WriteByte((byte)(pixels[(y * stride) + x] - predicted));
                }
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(channels == 3 ? 2 : 6);
        return [.. Png.Signature, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, data.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(type, data));
        return chunk;
    }
}

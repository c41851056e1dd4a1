using System.Buffers.Binary;
using System.Text;

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Reads the encodings of the binary format, strictly; every failure names its byte.</summary>
internal sealed class WasmReader(ReadOnlyMemory<byte> bytes, int start, int end)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Position { get; private set; } = start;

    public int End { get; } = end;

    public bool AtEnd => Position >= End;

    public byte Byte()
    {
        if (AtEnd)
        {
            throw Error("The file ends in the middle of something");
        }

        return bytes.Span[Position++];
    }

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        if (count < 0 || count > End - Position)
        {
            throw Error($"{(uint)count} bytes are announced and {End - Position} are left");
        }

        var slice = bytes.Slice(Position, count);
        Position += count;
        return slice;
    }

    /// <summary>A reader of the next bytes alone, which this one skips.</summary>
    public WasmReader Part(int count)
    {
        var from = Position;
        Bytes(count);
        return new WasmReader(bytes, from, Position);
    }

    /// <summary>A reader of what this one has left.</summary>
    public WasmReader Again() => new(bytes, Position, End);

    public int Fixed32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4).Span);

    public long Fixed64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8).Span);

    /// <summary>An unsigned number of 32 bits in LEB128.</summary>
    public uint Unsigned32() => (uint)Leb128(32, signed: false);

    public int Signed32() => (int)Leb128(32, signed: true);

    /// <summary>A signed number of 33 bits: the type of a block.</summary>
    public long Signed33() => Leb128(33, signed: true);

    public long Signed64() => Leb128(64, signed: true);

    /// <summary>An index or a count, with the largest that makes sense.</summary>
    public int Count(int limit, string what)
    {
        var at = Position;
        var value = Unsigned32();
        return value <= (uint)limit ? (int)value : throw new WasmFormatException($"{value} {what} are more than {limit}", at);
    }

    /// <summary>How many elements follow, each of one byte at least.</summary>
    public int Length(int limit, string what)
    {
        var at = Position;
        var value = Count(limit, what);
        return value <= End - Position ? value : throw new WasmFormatException($"{value} {what} do not fit into the {End - Position} bytes left", at);
    }

    public string Name()
    {
        var at = Position;
        var length = Length(100_000, "bytes of a name");
        try
        {
            return Utf8.GetString(Bytes(length).Span);
        }
        catch (DecoderFallbackException)
        {
            throw new WasmFormatException("A name is not UTF-8", at);
        }
    }

    public WasmType Type()
    {
        var at = Position;
        var code = Byte();
        return code switch
        {
            >= 0x7C and <= 0x7F => (WasmType)code,
            0x7B => throw new WasmUnsupportedException("The type v128 (SIMD) is not translated", at),
            0x70 or 0x6F => throw new WasmUnsupportedException("Reference types as values are not translated", at),
            _ => throw new WasmFormatException($"0x{code:X2} is no type of a value", at),
        };
    }

    public WasmFormatException Error(string message) => new(message, Position);

    private long Leb128(int bits, bool signed)
    {
        var at = Position;
        long result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var piece = Byte();
            result |= (long)(piece & 0x7F) << shift;
            var room = bits - shift;
            if (room < 7 && !Fits(piece, room, signed))
            {
                throw new WasmFormatException($"A number does not fit {bits} bits", at);
            }

            if ((piece & 0x80) == 0)
            {
                var width = shift + 7;
                return signed && width < 64 && (piece & 0x40) != 0 ? result | (-1L << width) : result;
            }
        }
    }

    // In the last piece allowed, bits beyond the number's own repeat its sign, and nothing may follow.
    private static bool Fits(byte piece, int room, bool signed)
    {
        if ((piece & 0x80) != 0)
        {
            return false;
        }

        var sign = piece >> (room - 1);
        return signed ? sign == 0 || sign == 0x7F >> (room - 1) : piece >> room == 0;
    }
}

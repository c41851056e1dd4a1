namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Decodes element and data segments in all their encodings.</summary>
internal static class SegmentReader
{
    private const int MaximumElements = 1_000_000;

    public static DataSegment Data(WasmReader reader, IReadOnlyList<FunctionType> types)
    {
        var at = reader.Position;
        var flags = reader.Unsigned32();
        if (flags > 2)
        {
            throw new WasmFormatException($"There is no data segment of the kind {flags}", at);
        }

        if (flags == 2 && reader.Unsigned32() != 0)
        {
            throw new WasmFormatException("A data segment is for a memory that does not exist", at);
        }

        var offset = flags == 1 ? null : ConstantReader.Read(reader, types);
        return new DataSegment(offset, reader.Bytes(reader.Length(int.MaxValue, "bytes of data")), at);
    }

    /// <summary>Bit 0 of the flags: not active; bit 1: a table index or a kind follows (declarative, if not active); bit 2: expressions.</summary>
    public static ElementSegment Element(WasmReader reader, IReadOnlyList<FunctionType> types)
    {
        var at = reader.Position;
        var flags = reader.Unsigned32();
        if (flags > 7)
        {
            throw new WasmFormatException($"There is no element segment of the kind {flags}", at);
        }

        var active = (flags & 1) == 0;
        var expressions = (flags & 4) != 0;
        if (active && (flags & 2) != 0 && reader.Unsigned32() != 0)
        {
            throw new WasmFormatException("An element segment is for a table that does not exist", at);
        }

        var offset = active ? ConstantReader.Read(reader, types) : null;
        if ((flags & 3) != 0 && reader.Byte() != (expressions ? 0x70 : 0))
        {
            throw new WasmUnsupportedException("Only elements that are functions are translated", at);
        }

        var functions = new int?[reader.Length(MaximumElements, "elements")];
        for (var i = 0; i < functions.Length; i++)
        {
            functions[i] = expressions ? Expression(reader) : reader.Count(int.MaxValue, "as an index");
        }

        return new ElementSegment(offset, functions, at);
    }

    private static int? Expression(WasmReader reader)
    {
        var at = reader.Position;
        int? function = reader.Byte() switch
        {
            0xD2 => reader.Count(int.MaxValue, "as an index"),
            0xD0 when reader.Byte() == 0x70 => null,
            _ => throw new WasmUnsupportedException("An element is neither ref.func nor ref.null func", at),
        };
        return reader.Byte() == 0x0B ? function : throw new WasmFormatException("An element's expression does not end", at);
    }
}

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Decodes the instructions of one body or constant expression.</summary>
internal sealed class InstructionReader(WasmReader reader, IReadOnlyList<FunctionType> types)
{
    private const int MaximumLabels = 65_520;

    public bool AtEnd => reader.AtEnd;

    public int Position => reader.Position;

    public Instruction Next()
    {
        var at = reader.Position;
        int code = reader.Byte();
        if (code == 0xFC)
        {
            var number = reader.Unsigned32();
            code = 0xFC00 | (int)Math.Min(number, 0xFF);
        }

        var info = OpcodeTable.Find(code) ?? throw UnknownOpcodes.Refuse(code, at);
        return info.Immediate switch
        {
            Immediate.BlockType => new(info, at, Type: BlockType()),
            Immediate.Index => new(info, at, Index()),
            Immediate.LabelTable => new(info, at, Labels: LabelTable()),
            Immediate.TypeAndTable => new(info, at, Index(), Index()),
            Immediate.ValueTypes => new(info, at, Type: SelectType(at)),
            Immediate.Memory => MemoryAccess(info, at),
            Immediate.MemoryIndex => new(info, at, Zero()),
            Immediate.DataAndMemory => new(info, at, Index(), Zero()),
            Immediate.TwoMemories => new(info, at, Zero(), Zero()),
            Immediate.I32 => new(info, at, reader.Signed32()),
            Immediate.I64 => new(info, at, reader.Signed64()),
            Immediate.F32 => new(info, at, reader.Fixed32()),
            Immediate.F64 => new(info, at, reader.Fixed64()),
            _ => new(info, at),
        };
    }

    private int Index() => reader.Count(int.MaxValue, "as an index");

    private int Zero()
    {
        var at = reader.Position;
        return reader.Byte() == 0 ? 0 : throw new WasmUnsupportedException("Only one memory is translated", at);
    }

    private Instruction MemoryAccess(OpcodeInfo info, int at)
    {
        var alignment = reader.Unsigned32();
        if (alignment > 4)
        {
            throw new WasmFormatException($"An alignment of 2^{alignment} is larger than any access (or names a second memory)", at);
        }

        return new(info, at, reader.Unsigned32(), alignment);
    }

    private int[] LabelTable()
    {
        var labels = new int[reader.Length(MaximumLabels, "labels") + 1];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Index();
        }

        return labels;
    }

    private FunctionType SelectType(int at)
    {
        if (reader.Count(1, "types of a select") != 1)
        {
            throw new WasmFormatException("A typed select has one type", at);
        }

        return new FunctionType([], [reader.Type()]);
    }

    private FunctionType BlockType()
    {
        var at = reader.Position;
        var code = reader.Signed33();
        return code switch
        {
            -64 => new FunctionType([], []),
            -1 or -2 or -3 or -4 => new FunctionType([], [(WasmType)(code + 0x80)]),
            < 0 => throw new WasmUnsupportedException("A block's type is none of i32, i64, f32, f64", at),
            _ when code < types.Count => types[(int)code],
            _ => throw new WasmFormatException($"There is no type {code}", at),
        };
    }
}

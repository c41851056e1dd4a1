using System.Buffers.Binary;
using System.Text;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Tests.Support;

/// <summary>Writes modules in the binary format.</summary>
internal sealed class ModuleBytes
{
    private readonly List<byte[]> _types = [];
    private readonly List<byte[]> _imports = [];
    private readonly List<byte[]> _functions = [];
    private readonly List<byte[]> _globals = [];
    private readonly List<byte[]> _exports = [];
    private readonly List<byte[]> _elements = [];
    private readonly List<byte[]> _bodies = [];
    private readonly List<byte[]> _data = [];
    private byte[]? _table;
    private byte[]? _memory;
    private byte[]? _start;

    public int FunctionCount => _imports.Count + _functions.Count;

    public int Type(string signature)
    {
        var parts = signature.Split('>');
        byte[] type = [0x60, .. Types(parts[0]), .. Types(parts[1])];
        var known = _types.FindIndex(other => other.AsSpan().SequenceEqual(type));
        if (known >= 0)
        {
            return known;
        }

        _types.Add(type);
        return _types.Count - 1;
    }

    public int Import(string name, string signature)
    {
        _imports.Add([.. Name("host"), .. Name(name), 0, .. Unsigned(Type(signature))]);
        return _imports.Count - 1;
    }

    /// <summary>A function, exported where it has a name; its code without the last end.</summary>
    public int Function(string? name, string signature, string locals, params byte[] code)
    {
        var index = FunctionCount;
        _functions.Add(Unsigned(Type(signature)));
        byte[] body = [.. Unsigned(locals.Length), .. locals.SelectMany(local => (byte[])[1, (byte)Letter(local)]), .. code, 0x0B];
        _bodies.Add([.. Unsigned(body.Length), .. body]);
        if (name is not null)
        {
            Export(name, 0, index);
        }

        return index;
    }

    public void Export(string name, byte kind, int index) => _exports.Add([.. Name(name), kind, .. Unsigned(index)]);

    public void Memory(int minimum, int? maximum = null) =>
        _memory = maximum is { } most ? [1, .. Unsigned(minimum), .. Unsigned(most)] : [0, .. Unsigned(minimum)];

    public void Table(int size, params (int Index, int Function)[] elements)
    {
        _table = [0x70, 0, .. Unsigned(size)];
        foreach (var (index, function) in elements)
        {
            _elements.Add([0, .. I32(index), 0x0B, 1, .. Unsigned(function)]);
        }
    }

    public int Global(char type, bool mutable, params byte[] value)
    {
        _globals.Add([(byte)Letter(type), (byte)(mutable ? 1 : 0), .. value, 0x0B]);
        return _globals.Count - 1;
    }

    public void Data(int? offset, params byte[] bytes) => _data.Add(offset is { } at
        ? [0, .. I32(at), 0x0B, .. Unsigned(bytes.Length), .. bytes]
        : [1, .. Unsigned(bytes.Length), .. bytes]);

    public void Start(int function) => _start = Unsigned(function);

    public byte[] ToArray()
    {
        List<byte> file = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0];
        Section(file, 1, _types);
        Section(file, 2, _imports);
        Section(file, 3, _functions);
        Section(file, 4, _table is null ? [] : [_table]);
        Section(file, 5, _memory is null ? [] : [_memory]);
        Section(file, 6, _globals);
        Section(file, 7, _exports);
        if (_start is not null)
        {
            file.AddRange([8, .. Unsigned(_start.Length), .. _start]);
        }

        Section(file, 9, _elements);
        if (_data.Count > 0)
        {
            var count = Unsigned(_data.Count);
            file.AddRange([12, (byte)count.Length, .. count]);
        }

        Section(file, 10, _bodies);
        Section(file, 11, _data);
        return file.ToArray();
    }

    public static byte[] Op(Opcode code) => code >= (Opcode)0xFC00 ? [0xFC, (byte)code] : [(byte)code];

    public static byte[] Op(Opcode code, int immediate) => [.. Op(code), .. Unsigned(immediate)];

    public static byte[] Get(int local) => Op(Opcode.LocalGet, local);

    public static byte[] Set(int local) => Op(Opcode.LocalSet, local);

    public static byte[] I32(int value) => [(byte)Opcode.I32Const, .. Signed(value)];

    public static byte[] I64(long value) => [(byte)Opcode.I64Const, .. Signed(value)];

    public static byte[] F32(float value)
    {
        var bytes = new byte[5];
        bytes[0] = (byte)Opcode.F32Const;
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    public static byte[] F64(double value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)Opcode.F64Const;
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    public static byte[] Access(Opcode code, uint offset = 0, int alignment = 0) => [(byte)code, (byte)alignment, .. Unsigned(offset)];

    public static byte[] Unsigned(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return bytes.ToArray();
    }

    public static byte[] Signed(long value)
    {
        var bytes = new List<byte>();
        for (; value is < -64 or > 63; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)(value & 0x7F));
        return bytes.ToArray();
    }

    public static WasmType Letter(char letter) => letter switch
    {
        'i' => WasmType.I32,
        'I' => WasmType.I64,
        'f' => WasmType.F32,
        'F' => WasmType.F64,
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "The letters are i, I, f and F."),
    };

    private static byte[] Types(string letters) => [.. Unsigned(letters.Length), .. letters.Select(letter => (byte)Letter(letter))];

    private static byte[] Name(string name) => [.. Unsigned(name.Length), .. Encoding.ASCII.GetBytes(name)];

    private static void Section(List<byte> file, byte id, List<byte[]> entries)
    {
        if (entries.Count > 0)
        {
            byte[] contents = [.. Unsigned(entries.Count), .. entries.SelectMany(entry => entry)];
            file.AddRange([id, .. Unsigned(contents.Length), .. contents]);
        }
    }
}

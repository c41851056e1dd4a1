using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests.Oracle;

/// <summary>
/// A valid module by chance: functions that use every kind of instruction. Fuel bounds loops and calls; NaNs that arise are
/// made canonical, as their bits are nobody's promise.
/// </summary>
internal sealed class RandomModule
{
    public const string Globals = "iIfF";
    private const string Letters = "iIfF";
    private const int Fuel = 4;

    // The NaN that JavaScript makes of every NaN it is given; .NET's own has the sign set.
    private static readonly float CanonicalSingle = BitConverter.UInt32BitsToSingle(0x7FC0_0000);
    private static readonly double CanonicalDouble = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    private static readonly OpcodeInfo[] Numeric = OpcodeTable.All()
        .Where(info => info.Signature is { Results.Length: 1 } && info.Immediate == Immediate.None).ToArray();

    private static readonly OpcodeInfo[] Accesses = OpcodeTable.All().Where(info => info.Immediate == Immediate.Memory).ToArray();

    private readonly Random _random;
    private readonly bool _hostile;
    private readonly ModuleBytes _module = new();
    private readonly List<string> _signatures = [];
    private string _slots = "";
    private string _result = "";
    private readonly int _function;
    private int _labels;

    /// <param name="seed">What decides everything.</param>
    /// <param name="functions">How many functions there are.</param>
    /// <param name="hostile">Whether addresses and offsets are any at all, the worst ones above all.</param>
    public RandomModule(int seed, int functions = 6, bool hostile = false)
    {
        _random = new Random(seed);
        _hostile = hostile;
        _module.Memory(1, 3);
        _module.Export("memory", 2, 0);
        foreach (var letter in Globals)
        {
            _module.Export($"g{Globals.IndexOf(letter)}", 3, _module.Global(letter, true, Constant(letter)));
        }

        _module.Global('i', true, I32(300));
        var bytes = new byte[200];
        _random.NextBytes(bytes);
        _module.Data(_random.Next(1000), bytes);
        _module.Data(null, bytes[..50]);
        _signatures.AddRange(Enumerable.Range(0, functions).Select(_ => Text(4) + ">" + Letters[_random.Next(4)]));
        for (_function = 0; _function < functions; _function++)
        {
            Function(_signatures[_function]);
        }

        _module.Table(functions + 1, Enumerable.Range(0, functions).Select(i => (i, i)).ToArray());
        Bytes = _module.ToArray();
    }

    public byte[] Bytes { get; }

    public IReadOnlyList<string> Signatures => _signatures;

    /// <summary>Arguments for a function, edges more often than not.</summary>
    public object[] Arguments(string signature) => signature.Split('>')[0].Select(Value).ToArray();

    private void Function(string signature)
    {
        var parameters = signature.Split('>')[0];
        _result = signature.Split('>')[1];
        // The last two are for making NaNs canonical.
        var locals = Text(6) + "iIfF" + "fF";
        _slots = parameters + locals;
        _labels = 1;
        byte[] start =
        [
            .. Op(Opcode.GlobalGet, Fuel), 0x45, 0x04, 0x40, .. Constant(_result[0]), 0x0F, 0x0B,
            .. Op(Opcode.GlobalGet, Fuel), .. I32(1), 0x6B, .. Op(Opcode.GlobalSet, Fuel),
        ];
        byte[] code = [.. start, .. Statements(_random.Next(3, 9), 3), .. Expression(_result[0], 4)];
        _module.Function($"run{_function}", signature, locals, code);
    }

    private byte[] Statements(int count, int depth) => Enumerable.Range(0, count).SelectMany(_ => Statement(depth)).ToArray();

    private byte[] Statement(int depth)
    {
        var slot = Slot();
        switch (_random.Next(depth > 0 ? 14 : 7))
        {
            case 0 or 1: return [.. Expression(_slots[slot], depth), .. Set(slot)];
            case 2:
                var global = _random.Next(4);
                return [.. Expression(Globals[global], depth), .. Op(Opcode.GlobalSet, global)];
            case 3 or 4: return Store(depth);
            case 5: return [.. Expression(Letters[_random.Next(4)], depth), 0x1A];
            case 6: return Bulk();
            case 7: return Nested(0x02, () => [.. Statements(2, depth - 1), .. Expression('i', 2), 0x0D, .. Unsigned(_random.Next(_labels - 1)), .. Statements(1, depth - 1)], value: false);
            case 8: return Loop(depth);
            case 9: return [.. Expression('i', depth), .. Nested(0x04, () => [.. Statements(1, depth - 1), 0x05, .. Statements(1, depth - 1)], value: false)];
            case 10: return Table(depth);
            case 11: return [.. Expression('i', 1), .. Nested(0x04, () => [.. Expression(_result[0], 2), 0x0F], value: false)];
            case 12: return [.. Expression('i', 1), .. Nested(0x04, () => [.. Statements(1, 0), .. _random.Next(8) == 0 ? (byte[])[0x00] : [0x0C, 0], .. Statements(1, 0)], value: false)];
            default: return [0x01, .. Expression(_slots[slot], depth), .. Op(Opcode.LocalTee, slot), 0x1A];
        }
    }

    private byte[] Loop(int depth) => Nested(
        0x02,
        () => Nested(
            0x03,
            () =>
            [
                .. Op(Opcode.GlobalGet, Fuel), 0x45, 0x0D, 1, .. Op(Opcode.GlobalGet, Fuel), .. I32(1), 0x6B, .. Op(Opcode.GlobalSet, Fuel),
                .. Statements(2, depth - 1), .. Expression('i', 2), 0x0D, 0,
            ],
            value: false),
        value: false);

    private byte[] Table(int depth) => Nested(
        0x02,
        () => Nested(0x02, () => [.. Expression('i', depth - 1), .. I32(3), 0x71, 0x0E, 2, 0, 1, 0], value: false).Concat(Statements(1, depth - 1)).ToArray(),
        value: false);

    private byte[] Nested(byte kind, Func<byte[]> inside, bool value, char type = 'i')
    {
        _labels++;
        byte[] code = [kind, value ? (byte)Letter(type) : (byte)0x40, .. inside(), 0x0B];
        _labels--;
        return code;
    }

    private byte[] Store(int depth)
    {
        var access = Pick(Accesses.Where(info => info.Signature!.Results.Length == 0).ToArray());
        return [.. Address(depth), .. Expression(LetterOf(access.Signature!.Parameters[1]), depth - 1), .. Access(access.Code, Offset(), 0)];
    }

    private uint Offset() => _hostile
        ? Pick<uint>([0, 1, 8, 65_535, 65_528, 65_536, 0x3_FFFF, 0x4_0000, int.MaxValue, 0x8000_0000, uint.MaxValue, uint.MaxValue - 7])
        : (uint)_random.Next(64);

    // Mostly inside, sometimes not.
    private byte[] Address(int depth) => _hostile ? HostileAddress(depth) : _random.Next(40) == 0
        ? Expression('i', depth - 1)
        : _random.Next(4) == 0 ? I32(_random.Next(65000)) : [.. Expression('i', depth - 1), .. I32(0xFFBF), 0x71];

    private byte[] HostileAddress(int depth) => _random.Next(3) switch
    {
        0 => Expression('i', depth - 1),
        1 => I32(Pick([0, 0x3_FFFF, 0x4_0000, 0x3_FFF8, -1, -8, int.MinValue, int.MaxValue, 0x3_0000])),
        // Kept and used again, as pointers are.
        _ => [.. Expression('i', depth - 1), .. Op(Opcode.LocalTee, Pick(Enumerable.Range(0, _slots.Length - 2).Where(i => _slots[i] == 'i').ToArray()))],
    };

    private byte[] Bulk()
    {
        byte[] operands = _hostile
            ? [.. Expression('i', 1), .. Expression('i', 1), .. Expression('i', 1)]
            : [.. I32(_random.Next(66_000)), .. I32(_random.Next(100)), .. I32(_random.Next(60))];
        return _random.Next(5) switch
        {
            0 => [.. operands, 0xFC, 8, 1, 0],
            1 => [.. operands, 0xFC, 10, 0, 0],
            2 => [.. operands, 0xFC, 11, 0],
            3 => [.. I32(_random.Next(3)), 0x40, 0, 0x1A],
            _ => _random.Next(10) == 0 ? [0xFC, 9, 1] : [0x01],
        };
    }

    private byte[] Expression(char type, int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(2) == 0 ? Constant(type) : Variable(type);
        }

        switch (_random.Next(16))
        {
            case 0: return Constant(type);
            case 1 or 2: return Variable(type);
            case 3 or 4: return Load(type, depth);
            case 5: return [.. Expression(type, depth - 1), .. Expression(type, depth - 1), .. Expression('i', depth - 1), 0x1B];
            case 6: return [.. Expression('i', depth - 1), .. Nested(0x04, () => [.. Expression(type, depth - 1), 0x05, .. Expression(type, depth - 1)], true, type)];
            case 7: return Nested(0x02, () => [.. Expression(type, depth - 1), .. Expression('i', depth - 1), 0x0D, 0, 0x1A, .. Expression(type, depth - 1)], true, type);
            case 8: return Call(type, depth);
            case 9 when type == 'i': return [0x3F, 0];
            default: return Operation(type, depth);
        }
    }

    private byte[] Operation(char type, int depth)
    {
        var info = Pick(Numeric.Where(info => LetterOf(info.Signature!.Results[0]) == type).ToArray());
        byte[] code = [.. info.Signature!.Parameters.SelectMany(parameter => Expression(LetterOf(parameter), depth - 1)), .. Op(info.Code)];
        if (type is 'i' or 'I' || info.Name.Contains("reinterpret", StringComparison.Ordinal))
        {
            return code;
        }

        var slot = type == 'f' ? _slots.Length - 2 : _slots.Length - 1;
        return
        [
            .. code, .. Set(slot), .. Get(slot), .. type == 'f' ? F32(CanonicalSingle) : F64(CanonicalDouble),
            .. Get(slot), .. Get(slot), type == 'f' ? (byte)0x5B : (byte)0x61, 0x1B,
        ];
    }

    private byte[] Load(char type, int depth)
    {
        var access = Pick(Accesses.Where(info => info.Signature!.Results is [var result] && LetterOf(result) == type).ToArray());
        return [.. Address(depth), .. Access(access.Code, Offset(), 0)];
    }

    private byte[] Call(char type, int depth)
    {
        var candidates = Enumerable.Range(0, _signatures.Count).Where(i => _signatures[i][^1] == type).ToArray();
        if (candidates.Length == 0)
        {
            return Variable(type);
        }

        var target = Pick(candidates);
        var arguments = _signatures[target].Split('>')[0].SelectMany(letter => Expression(letter, Math.Min(depth - 1, 1)));
        return _random.Next(2) == 0 && target < _function
            ? [.. arguments, 0x10, .. Unsigned(target)]
            : [.. arguments, .. I32(_random.Next(30) == 0 ? _random.Next(8) : target), 0x11, .. Unsigned(_module.Type(_signatures[target])), 0];
    }

    private byte[] Variable(char type)
    {
        if (_random.Next(6) == 0)
        {
            return Op(Opcode.GlobalGet, Globals.IndexOf(type));
        }

        return Get(Pick(Enumerable.Range(0, _slots.Length - 2).Where(i => _slots[i] == type).ToArray()));
    }

    private int Slot() => _random.Next(_slots.Length - 2);

    private byte[] Constant(char type) => Value(type) switch
    {
        int number => I32(number),
        long number => I64(number),
        float number => F32(number),
        double number => F64(number),
        _ => throw new InvalidOperationException(),
    };

    // Boxed one by one: as a single expression the numbers would all become doubles.
    private object Value(char type)
    {
        var any = _random.Next(3) == 0;
        switch (type)
        {
            case 'i': return any ? _random.Next() : Pick([0, 1, -1, int.MinValue, int.MaxValue, 31, 32, 33, 255, 256, 65535, -128, 3]);
            case 'I': return any ? _random.NextInt64() : Pick([0L, 1L, -1L, long.MinValue, long.MaxValue, 63L, 64L, 0xFFFFFFFFL, 0x100000000L, -128L, 5L]);
            case 'f': return any ? (float)_random.NextDouble() : Pick([0f, -0f, 1f, -1.5f, CanonicalSingle, float.PositiveInfinity, float.MaxValue, float.Epsilon, 2147483648f, 16777217f, -9.3e18f]);
            default: return any ? _random.NextDouble() * 1e6 : Pick([0.0, -0.0, 1.0, -2.5, CanonicalDouble, double.NegativeInfinity, double.MaxValue, double.Epsilon, 2147483648.0, 9.3e18, 1.8446744073709552e19]);
        }
    }

    private string Text(int most) => string.Concat(Enumerable.Range(0, _random.Next(most)).Select(_ => Letters[_random.Next(4)]));

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private static char LetterOf(WasmType type) => type switch
    {
        WasmType.I32 => 'i',
        WasmType.I64 => 'I',
        WasmType.F32 => 'f',
        _ => 'F',
    };
}

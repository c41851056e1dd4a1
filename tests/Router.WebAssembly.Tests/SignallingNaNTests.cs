using System.Buffers.Binary;
using Router.WebAssembly.Compiler;
using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

/// <summary>What only moves a value keeps every bit of it, those of a signalling NaN too.</summary>
public class SignallingNaNTests
{
    private const int Single = 0x7F80_0001;
    private const long Twice = 0x7FF0_0000_0000_0001;

    [Theory]
    [InlineData(MemoryMode.Checked)]
    [InlineData(MemoryMode.Masked)]
    public void Bits_pass_through_constants_memory_globals_locals_and_calls(MemoryMode mode)
    {
        using var instance = Instance.Create(Movers(), mode);

        string[] single = ["f_constant", "f_folded", "f_global", "f_stored"];
        single.Select(name => (int)instance.Call(name)! == Single).Should().AllBeEquivalentTo(true);
        string[] twice = ["F_constant", "F_folded", "F_global", "F_stored"];
        twice.Select(name => (long)instance.Call(name)! == Twice).Should().AllBeEquivalentTo(true);
        string[] moved = ["argument", "local", "memory", "select", "call", "set"];
        foreach (var name in moved)
        {
            instance.Call($"f_{name}", Single).Should().Be(Single, $"f_{name} only moves");
            instance.Call($"F_{name}", Twice).Should().Be(Twice, $"F_{name} only moves");
        }
    }

    private static byte[] Movers()
    {
        var module = new ModuleBytes();
        module.Memory(1);
        var constant = new byte[5];
        constant[0] = (byte)Opcode.F32Const;
        BinaryPrimitives.WriteInt32LittleEndian(constant.AsSpan(1), Single);
        Add(module, 'f', constant, I32(Single), Opcode.F32ReinterpretI32, Opcode.I32ReinterpretF32, Opcode.F32Load, Opcode.F32Store);
        constant = new byte[9];
        constant[0] = (byte)Opcode.F64Const;
        BinaryPrimitives.WriteInt64LittleEndian(constant.AsSpan(1), Twice);
        Add(module, 'F', constant, I64(Twice), Opcode.F64ReinterpretI64, Opcode.I64ReinterpretF64, Opcode.F64Load, Opcode.F64Store);
        return module.ToArray();
    }

    private static void Add(ModuleBytes module, char type, byte[] constant, byte[] bits, Opcode into, Opcode back, Opcode load, Opcode store)
    {
        var integer = type == 'f' ? 'i' : 'I';
        var global = module.Global(type, true, constant);
        byte[] value = [.. Get(0), .. Op(into)];
        var identity = module.Function(null, $"{type}>{type}", "", Get(0));
        byte[] answer = Op(back);
        void Function(string name, string parameters, params byte[] code) =>
            module.Function($"{type}_{name}", $"{parameters}>{integer}", $"{type}", [.. code, .. answer]);
        Function("constant", "", constant);
        Function("folded", "", [.. bits, .. Op(into)]);
        Function("global", "", Op(Opcode.GlobalGet, global));
        Function("stored", "", [.. I32(8), .. constant, .. Access(store), .. I32(8), .. Access(load)]);
        var one = $"{integer}";
        Function("argument", one, value);
        Function("local", one, [.. value, .. Set(1), .. Get(1)]);
        Function("memory", one, [.. I32(16), .. value, .. Access(store), .. I32(16), .. Access(load)]);
        Function("select", one, [.. value, .. value, .. I32(1), 0x1B]);
        Function("call", one, [.. value, 0x10, .. Unsigned(identity)]);
        Function("set", one, [.. value, .. Op(Opcode.GlobalSet, global), .. Op(Opcode.GlobalGet, global)]);
    }
}

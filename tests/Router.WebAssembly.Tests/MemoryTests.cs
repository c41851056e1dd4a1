using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler;
using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

public class MemoryTests
{
    private static readonly (string Load, Opcode Code, string Type, int Width)[] Loads =
    [
        ("i32", Opcode.I32Load, "i", 4), ("i64", Opcode.I64Load, "I", 8), ("f32", Opcode.F32Load, "f", 4), ("f64", Opcode.F64Load, "F", 8),
        ("i8s", Opcode.I32Load8S, "i", 1), ("i8u", Opcode.I32Load8U, "i", 1), ("i16s", Opcode.I32Load16S, "i", 2), ("i16u", Opcode.I32Load16U, "i", 2),
        ("l8s", Opcode.I64Load8S, "I", 1), ("l8u", Opcode.I64Load8U, "I", 1), ("l16s", Opcode.I64Load16S, "I", 2), ("l16u", Opcode.I64Load16U, "I", 2),
        ("l32s", Opcode.I64Load32S, "I", 4), ("l32u", Opcode.I64Load32U, "I", 4),
    ];

    [Theory]
    [InlineData(MemoryMode.Checked)]
    [InlineData(MemoryMode.Masked)]
    public void Loads_extend_as_their_names_say(MemoryMode mode)
    {
        using var instance = Instance.Create(Accesses(), mode);
        instance.Module.Memory.Span.Slice(3, 8).Fill(0xFF);

        Loads.Select(load => instance.Call($"load_{load.Load}", 3)!.ToString()).Should().Equal(
            "-1", "-1", "NaN", "NaN", "-1", "255", "-1", "65535", "-1", "255", "-1", "65535", "-1", "4294967295");
    }

    [Theory]
    [InlineData(MemoryMode.Checked)]
    [InlineData(MemoryMode.Masked)]
    public void Stores_write_their_width_and_no_more(MemoryMode mode)
    {
        using var instance = Instance.Create(Accesses(), mode);

        instance.Call("store_i8", 10, 0x1122_33EE);
        instance.Call("store_i16", 20, 0x1122_33EE);
        instance.Call("store_i32", 30, 0x1122_33EE);
        instance.Call("store_l8", 40, 0x1122_3344_5566_77EEL);
        instance.Call("store_l16", 50, 0x1122_3344_5566_77EEL);
        instance.Call("store_l32", 60, 0x1122_3344_5566_77EEL);
        instance.Call("store_i64", 70, 0x1122_3344_5566_77EEL);
        instance.Call("store_f32", 80, 1f);
        instance.Call("store_f64", 90, 1.0);

        var memory = instance.Module.Memory.Span;
        Convert.ToHexString(memory.Slice(10, 2)).Should().Be("EE00");
        Convert.ToHexString(memory.Slice(20, 3)).Should().Be("EE3300");
        Convert.ToHexString(memory.Slice(30, 5)).Should().Be("EE33221100");
        Convert.ToHexString(memory.Slice(40, 2)).Should().Be("EE00");
        Convert.ToHexString(memory.Slice(50, 3)).Should().Be("EE7700");
        Convert.ToHexString(memory.Slice(60, 5)).Should().Be("EE77665500");
        Convert.ToHexString(memory.Slice(70, 9)).Should().Be("EE7766554433221100");
        Convert.ToHexString(memory.Slice(80, 5)).Should().Be("0000803F00");
        Convert.ToHexString(memory.Slice(90, 9)).Should().Be("000000000000F03F00");
    }

    [Fact]
    public void A_checked_access_traps_from_the_first_byte_outside()
    {
        var type = Instance.Load(Accesses());
        foreach (var load in Loads)
        {
            var last = WasmMemory.PageSize - load.Width;
            Instance.Create(type).Call($"load_{load.Load}", last).Should().NotBeNull();
            Instance.Create(type).Trap($"load_{load.Load}", last + 1).Should().Be(WasmTrap.MemoryOutOfBounds);
            Instance.Create(type).Trap($"load_{load.Load}", -1).Should().Be(WasmTrap.MemoryOutOfBounds);
            Instance.Create(type).Trap($"far_{load.Load}", -1).Should().Be(WasmTrap.MemoryOutOfBounds, "address and offset have 33 bits");
        }
    }

    [Fact]
    public void A_masked_access_never_leaves_the_reservation()
    {
        using var instance = Instance.Create(Accesses(), MemoryMode.Masked);

        int[] extremes = [0, -1, int.MinValue, int.MaxValue, (1 << 20) - 1, 1 << 20, -8, (1 << 20) - 8];
        foreach (var address in extremes)
        {
            foreach (var load in Loads)
            {
                // Reaching outside would end the process or find what is not zero.
                instance.Call($"load_{load.Load}", address).Should().Be(instance.Call($"load_{load.Load}", 100));
                instance.Call($"near_{load.Load}", address).Should().NotBeNull();
                instance.Call($"far_{load.Load}", address).Should().NotBeNull();
            }
        }

        instance.Call("store_i32", (1 << 20) + 100, 7);
        instance.Call("load_i32", 100).Should().Be(7, "addresses wrap at the reservation's size");
    }

    [Theory]
    [InlineData(MemoryMode.Checked)]
    [InlineData(MemoryMode.Masked)]
    public void Memory_grows_to_its_cap_and_not_over_it(MemoryMode mode)
    {
        var module = new ModuleBytes();
        module.Memory(1, 8);
        module.Function("grow", "i>i", "", [.. Get(0), 0x40, 0]);
        module.Function("size", ">i", "", 0x3F, 0);
        using var instance = Instance.Create(module.ToArray(), mode, pages: 4);

        instance.Call("grow", 0).Should().Be(1);
        instance.Call("grow", 4).Should().Be(-1);
        instance.Call("grow", -1).Should().Be(-1);
        instance.Call("grow", 3).Should().Be(1);
        instance.Call("grow", 1).Should().Be(-1);
        instance.Call("size").Should().Be(4);
        instance.Module.Memory.Span.Length.Should().Be(4 * WasmMemory.PageSize);
    }

    [Theory]
    [InlineData(MemoryMode.Checked)]
    [InlineData(MemoryMode.Masked)]
    public void Bulk_instructions_work_on_overlaps_and_trap_outside_before_writing(MemoryMode mode)
    {
        var type = Instance.Load(Bulk(), mode);
        using var instance = Instance.Create(type);
        instance.Call("init", 0, 1, 3);
        Convert.ToHexString(instance.Module.Memory.Span[..4]).Should().Be("02030400");
        instance.Call("copy", 1, 0, 3);
        Convert.ToHexString(instance.Module.Memory.Span[..4]).Should().Be("02020304");
        instance.Call("fill", 2, 0x1AB, 2);
        Convert.ToHexString(instance.Module.Memory.Span[..4]).Should().Be("0202ABAB");
        instance.Call("fill", 65536, 1, 0);
        instance.Call("drop");
        instance.Call("init", 0, 0, 0);

        instance.Trap("init", 0, 0, 1).Should().Be(WasmTrap.MemoryOutOfBounds, "the segment was dropped");
        Instance.Create(type).Trap("init", 0, 4, 2).Should().Be(WasmTrap.MemoryOutOfBounds);
        Instance.Create(type).Trap("copy", 65535, 0, 2).Should().Be(WasmTrap.MemoryOutOfBounds);
        Instance.Create(type).Trap("copy", 0, -1, 2).Should().Be(WasmTrap.MemoryOutOfBounds);
        Instance.Create(type).Trap("fill", 65537, 1, 0).Should().Be(WasmTrap.MemoryOutOfBounds);
        using var last = Instance.Create(type);
        last.Trap("fill", 65535, 1, 2).Should().Be(WasmTrap.MemoryOutOfBounds);
        last.Module.Memory.Span[65535].Should().Be(0);
    }

    [Fact]
    public void Globals_and_dropped_segments_are_saved_and_restored()
    {
        var type = Instance.Load(Bulk());
        using var first = Instance.Create(type);
        first.Call("set", 42L, 1.5f);
        first.Call("drop");
        var globals = new ulong[first.Module.GlobalCount];
        first.Module.CopyGlobals(globals);

        using var second = Instance.Create(type);
        second.Module.RestoreGlobals(globals);

        second.Call("get").Should().Be(42L);
        second.Call("get_f").Should().Be(1.5f);
        second.Trap("init", 0, 0, 1).Should().Be(WasmTrap.MemoryOutOfBounds);
        FluentActions.Invoking(() => second.Module.CopyGlobals([])).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_stored_length_cannot_make_a_segment_longer_than_it_is()
    {
        using var instance = Instance.Create(Bulk());
        var globals = new ulong[instance.Module.GlobalCount];
        instance.Module.CopyGlobals(globals);
        globals[^1] = 1_000_000;

        instance.Module.RestoreGlobals(globals);

        instance.Call("init", 0, 0, 5);
        instance.Trap("init", 0, 0, 6).Should().Be(WasmTrap.MemoryOutOfBounds);
    }

    [Fact]
    public void A_constant_address_stays_inside_the_largest_reservation()
    {
        var module = new ModuleBytes();
        module.Memory(1);
        module.Function("load", ">i", "", [.. I32(int.MaxValue), .. Access(Opcode.I32Load8U, 65535)]);

        var code = Instance.Load(module.ToArray(), MemoryMode.Masked, addressBits: 31).BaseType!
            .GetMethod("f0", BindingFlags.Static | BindingFlags.NonPublic)!.GetMethodBody()!.GetILAsByteArray()!;

        var constant = Array.LastIndexOf(code, (byte)OpCodes.Ldc_I4.Value);
        BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(constant + 1)).Should().Be(65534, "the sum wraps and is never negative");
    }

    [Fact]
    public void An_image_makes_another_memory_the_same()
    {
        var type = Instance.Load(Bulk());
        using var first = Instance.Create(type);
        using var second = Instance.Create(type);
        first.Module.Memory.TryGrowTo(3 * WasmMemory.PageSize).Should().BeTrue();
        first.Module.Memory.Span[5] = 1;
        first.Module.Memory.Span[150_000] = 2;
        second.Module.Memory.Span[70] = 3;
        second.Module.Memory.Span[60_000] = 4;

        var image = first.Module.Memory.Capture();
        second.Module.Memory.Restore(image);

        image.Blocks.ToArray().Should().Equal(0, 150_000 / 4096);
        second.Module.Memory.Pages.Should().Be(3);
        second.Module.Memory.Span.SequenceEqual(first.Module.Memory.Span).Should().BeTrue();
    }

    [Fact]
    public void Two_instances_share_nothing()
    {
        var type = Instance.Load(Bulk());
        using var first = Instance.Create(type);
        using var second = Instance.Create(type);

        first.Call("fill", 0, 9, 100);
        first.Call("set", 5L, 1f);

        second.Module.Memory.Span.ContainsAnyExcept((byte)0).Should().BeFalse();
        second.Call("get").Should().Be(7L);
    }

    private static byte[] Accesses()
    {
        var module = new ModuleBytes();
        module.Memory(1);
        foreach (var load in Loads)
        {
            module.Function($"load_{load.Load}", $"i>{load.Type}", "", [.. Get(0), .. Access(load.Code)]);
            module.Function($"near_{load.Load}", $"i>{load.Type}", "", [.. Get(0), .. Access(load.Code, 65535)]);
            module.Function($"far_{load.Load}", $"i>{load.Type}", "", [.. Get(0), .. Access(load.Code, uint.MaxValue)]);
        }

        (string Name, Opcode Code, string Type)[] stores =
        [
            ("i8", Opcode.I32Store8, "i"), ("i16", Opcode.I32Store16, "i"), ("i32", Opcode.I32Store, "i"), ("l8", Opcode.I64Store8, "I"), ("l16", Opcode.I64Store16, "I"),
            ("l32", Opcode.I64Store32, "I"), ("i64", Opcode.I64Store, "I"), ("f32", Opcode.F32Store, "f"), ("f64", Opcode.F64Store, "F"),
        ];
        foreach (var store in stores)
        {
            module.Function($"store_{store.Name}", $"i{store.Type}>", "", [.. Get(0), .. Get(1), .. Access(store.Code)]);
        }

        return module.ToArray();
    }

    private static byte[] Bulk()
    {
        var module = new ModuleBytes();
        module.Memory(1);
        module.Global('I', true, I64(7));
        module.Global('f', true, F32(0.5f));
        module.Data(null, 1, 2, 3, 4, 5);
        byte[] three = [.. Get(0), .. Get(1), .. Get(2)];
        module.Function("init", "iii>", "", [.. three, 0xFC, 8, 0, 0]);
        module.Function("drop", ">", "", 0xFC, 9, 0);
        module.Function("copy", "iii>", "", [.. three, 0xFC, 10, 0, 0]);
        module.Function("fill", "iii>", "", [.. three, 0xFC, 11, 0]);
        module.Function("set", "If>", "", [.. Get(0), .. Op(Opcode.GlobalSet, 0), .. Get(1), .. Op(Opcode.GlobalSet, 1)]);
        module.Function("get", ">I", "", Op(Opcode.GlobalGet, 0));
        module.Function("get_f", ">f", "", Op(Opcode.GlobalGet, 1));
        return module.ToArray();
    }
}

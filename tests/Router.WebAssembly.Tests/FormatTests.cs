using Router.WebAssembly.Compiler;
using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

public class FormatTests
{
    private const int Mutations = 3_000;

    [Fact]
    public void A_module_cut_anywhere_is_refused_with_its_byte()
    {
        var module = Sample();
        Compile(module).Should().BeNull();
        for (var length = 0; length < module.Length; length++)
        {
            var error = Compile(module[..length]);
            if (error is not null)
            {
                error.Offset.Should().BeInRange(0, length);
            }
        }
    }

    [Fact]
    public void A_damaged_module_is_translated_or_refused_but_never_breaks_the_compiler()
    {
        var module = Sample();
        var random = new Random(20261128);
        for (var i = 0; i < Mutations; i++)
        {
            var copy = (byte[])module.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                copy[random.Next(8, copy.Length)] = (byte)random.Next(256);
            }

            // Any other exception fails the test.
            _ = Compile(copy);
        }
    }

    [Theory]
    [InlineData("i>i", new byte[] { 0x6A }, "missing")]
    [InlineData("i>i", new byte[] { 0x42, 0 }, "I64")]
    [InlineData("i>i", new byte[] { 0x20, 0, 0x20, 0 }, "left")]
    [InlineData("i>i", new byte[] { 0x20, 9 }, "local 9")]
    [InlineData("i>i", new byte[] { 0x10, 9 }, "function 9")]
    [InlineData("i>i", new byte[] { 0x0C, 5 }, "label 5")]
    [InlineData("i>i", new byte[] { 0x23, 0 }, "global 0")]
    [InlineData("i>i", new byte[] { 0x20, 0, 0x28, 2, 0 }, "memory")]
    [InlineData("i>i", new byte[] { 0x20, 0, 0x11, 0, 0 }, "table")]
    [InlineData("i>i", new byte[] { 0x20, 0, 0x05 }, "else")]
    [InlineData("i>i", new byte[] { 0x20, 0, 0x04, 0x7F, 0x41, 1, 0x0B }, "if without else")]
    [InlineData("i>i", new byte[] { 0xFD, 0x0C }, "SIMD")]
    [InlineData("i>i", new byte[] { 0x25, 0 }, "table.get")]
    [InlineData("i>i", new byte[] { 0xFC, 0x0F }, "table.grow")]
    [InlineData("i>i", new byte[] { 0xFE, 0x00 }, "threads")]
    [InlineData("i>i", new byte[] { 0x12, 0x00 }, "return_call")]
    [InlineData("i>i", new byte[] { 0xFF }, "0xFF is no instruction")]
    [InlineData("i>i", new byte[] { 0x41, 0x80, 0x80, 0x80, 0x80, 0x70 }, "32 bits")]
    public void A_wrong_body_is_refused_with_a_reason(string signature, byte[] code, string reason)
    {
        var module = new ModuleBytes();
        module.Function("run", signature, "", code);

        Compile(module.ToArray())!.Message.Should().Contain(reason).And.Contain("at byte");
    }

    [Fact]
    public void Element_segments_outside_the_table_are_refused()
    {
        var module = new ModuleBytes();
        module.Function(null, ">", "");
        module.Table(1, (1, 0));

        Compile(module.ToArray())!.Message.Should().Contain("does not fit");
    }

    [Fact]
    public void A_data_segment_outside_the_memory_traps_when_an_instance_is_made()
    {
        var module = new ModuleBytes();
        module.Memory(1);
        module.Data(65535, 1, 2);

        FluentActions.Invoking(() => Instance.Create(module.ToArray())).Should().Throw<WasmTrapException>()
            .Which.Trap.Should().Be(WasmTrap.MemoryOutOfBounds);
    }

    [Fact]
    public void The_same_module_becomes_the_same_build()
    {
        var module = Sample();
        var first = WasmCompiler.Compile(module, Instance.Options("Same"));
        var second = WasmCompiler.Compile(module, Instance.Options("Same"));

        second.BuildId.Should().Be(first.BuildId);
        second.Assembly.Span.SequenceEqual(first.Assembly.Span).Should().BeTrue();
        WasmCompiler.Compile(module, Instance.Options("Same") with { Access = MemoryMode.Checked }).BuildId.Should().NotBe(first.BuildId);
    }

    [Fact]
    public void Other_code_is_another_build_and_the_class_knows_which_it_is()
    {
        var module = Sample();
        string[] builds =
        [
            WasmCompiler.Compile(module, Instance.Options("Same")).BuildId,
            WasmCompiler.Compile(module, Instance.Options("Same") with { Access = MemoryMode.Checked }).BuildId,
            WasmCompiler.Compile(module, Instance.Options("Same") with { AddressBits = 21 }).BuildId,
            WasmCompiler.Compile((byte[])[.. module[..^1], 9], Instance.Options("Same")).BuildId,
        ];

        builds.Should().OnlyHaveUniqueItems().And.AllSatisfy(build => build.Should().MatchRegex("^[0-9a-f]{64}$"));
        var type = Instance.Load(module);
        type.BaseType!.GetField("BuildId")!.GetRawConstantValue().Should().BeOfType<string>().Which.Should().MatchRegex("^[0-9a-f]{64}$");
    }

    private static WasmFormatException? Compile(byte[] module)
    {
        try
        {
            WasmCompiler.Compile(module, Instance.Options("Damaged"));
            return null;
        }
        catch (WasmFormatException exception)
        {
            return exception;
        }
    }

    private static byte[] Sample()
    {
        var module = new ModuleBytes();
        module.Memory(1, 2);
        var import = module.Import("call", "iI>F");
        module.Global('i', true, I32(1));
        module.Global('F', false, F64(2.5));
        module.Data(16, 1, 2, 3);
        module.Data(null, 4, 5);
        var helper = module.Function(null, "ii>i", "Ff", [.. Get(0), .. Get(1), 0x6A, .. Get(0), 0x48]);
        module.Table(4, (0, helper), (2, import));
        module.Function("run", "iI>i", "iI", [
            0x02, 0x40, 0x03, 0x40, .. Get(0), 0x45, 0x0D, 1, .. Get(0), .. I32(1), 0x6B, 0x21, 0, 0x0C, 0, 0x0B, 0x0B,
            .. Get(0), .. Access(Opcode.I64Load, 8), .. Get(1), 0x7C, .. Set(3), .. Get(0), .. Get(3), .. Access(Opcode.I64Store, 16),
            .. Get(0), .. Get(1), 0x10, 0, 0x1A, .. Get(0), .. Get(0), .. I32(0), 0x11, .. Unsigned(module.Type("ii>i")), 0,
            0x04, 0x7F, .. I32(1), 0x05, .. Get(0), .. I32(3), .. Get(0), 0x1B, 0x0B,
            0x02, 0x40, .. Get(0), 0x0E, 1, 0, 0, 0x0B, .. I32(0), .. I32(0), .. I32(1), 0xFC, 8, 1, 0]);
        return module.ToArray();
    }
}

using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

/// <summary>However code goes on for ever, a halt ends it.</summary>
public class HaltTests
{
    private const int Patience = 100;

    [Theory]
    [InlineData("branch")]
    [InlineData("branch_if")]
    [InlineData("branch_table")]
    [InlineData("from_inner_loop")]
    [InlineData("with_values")]
    [InlineData("tree")]
    [InlineData("recursion")]
    [InlineData("tail_recursion")]
    [InlineData("mutual_tail_recursion")]
    [InlineData("indirect_tail_recursion")]
    public void A_halt_ends_what_has_no_end(string export)
    {
        var ticks = 0;
        Instance? instance = null;
        instance = Instance.Create(Endless(), host: (_, _) =>
        {
            instance!.Module.Halted = true;
            return ++ticks < Patience ? null : throw new InvalidOperationException($"{export} goes on after a halt");
        });

        instance.Trap(export).Should().Be(WasmTrap.Halted);
        instance.Module.IsPoisoned.Should().BeTrue();
        instance.Dispose();
    }

    [Fact]
    public void What_was_disposed_of_stays_halted()
    {
        var ticks = 0;
        Instance? instance = null;
        instance = Instance.Create(Endless(), host: (_, _) =>
        {
            instance!.Dispose();
            instance.Module.Halted = false;
            return ++ticks < Patience ? null : throw new InvalidOperationException("it goes on after its end");
        });

        instance.Trap("branch").Should().Be(WasmTrap.Halted);
        instance.Invoking(it => it.Module.Memory.Span.Length).Should().Throw<ObjectDisposedException>("the call that ran has freed it");
    }

    [Fact]
    public void A_halt_taken_back_lets_the_next_call_run()
    {
        using var instance = Instance.Create(Endless());
        instance.Module.Halted = true;
        instance.Module.Halted = false;

        instance.Invoking(it => it.Call("once")).Should().NotThrow();
    }

    private static byte[] Endless()
    {
        var module = new ModuleBytes();
        byte[] tick = [0x10, .. Unsigned(module.Import("tick", ">"))];
        module.Function("branch", ">", "", [0x03, 0x40, .. tick, 0x0C, 0, 0x0B]);
        module.Function("branch_if", ">", "", [0x03, 0x40, .. tick, .. I32(1), 0x0D, 0, 0x0B]);
        module.Function("branch_table", ">", "", [0x02, 0x40, 0x03, 0x40, .. tick, .. I32(1), 0x0E, 2, 1, 0, 1, 0x0B, 0x0B]);
        module.Function("from_inner_loop", ">", "", [0x03, 0x40, .. tick, 0x02, 0x40, 0x02, 0x40, .. I32(1), 0x04, 0x40, 0x0C, 3, 0x0B, 0x0B, 0x0B, 0x0B]);
        module.Function("with_values", ">", "", [.. I32(0), 0x03, .. Signed(module.Type("i>i")), .. tick, .. I32(1), 0x6A, 0x0C, 0, 0x0B, 0x1A]);
        var tree = module.FunctionCount;
        byte[] branch = [.. Get(0), .. I32(1), 0x6B, 0x10, .. Unsigned(tree)];
        module.Function(null, "i>", "", [.. Get(0), 0x45, 0x04, 0x40, .. tick, 0x0F, 0x0B, .. branch, .. branch]);
        module.Function("tree", ">", "", [.. I32(64), 0x10, .. Unsigned(tree)]);
        var next = module.FunctionCount;
        module.Function("recursion", ">", "", [.. tick, 0x10, .. Unsigned(next), 0x01, .. tick]);
        module.Function("tail_recursion", ">", "", [.. tick, 0x10, .. Unsigned(next + 1)]);
        module.Function("mutual_tail_recursion", ">", "", [.. tick, 0x10, .. Unsigned(next + 3)]);
        module.Function(null, ">", "", [0x10, .. Unsigned(next + 2)]);
        module.Function("indirect_tail_recursion", ">", "", [.. tick, .. I32(0), 0x11, .. Unsigned(module.Type(">")), 0]);
        module.Table(1, (0, next + 4));
        module.Function("once", ">", "", tick);
        return module.ToArray();
    }
}

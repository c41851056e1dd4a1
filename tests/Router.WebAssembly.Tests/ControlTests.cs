using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

public class ControlTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    [InlineData(2, 30)]
    [InlineData(-1, 30)]
    [InlineData(int.MaxValue, 30)]
    public void A_branch_table_goes_to_its_label_or_the_default(int index, int result) => Run(
        "i>i", "", [0x02, 0x40, 0x02, 0x40, 0x02, 0x40, .. Get(0), 0x0E, 2, 0, 1, 2, 0x0B, .. I32(10), 0x0F, 0x0B, .. I32(20), 0x0F, 0x0B, .. I32(30)], index)
        .Should().Be(result);

    [Theory]
    [InlineData(0, 105)]
    [InlineData(1, 7)]
    public void A_branch_table_carries_a_value_past_operands_left_behind(int index, int result) => Run(
        "i>i", "", [0x02, 0x7F, 0x02, 0x7F, .. I32(1), .. I32(2), .. I32(7), .. Get(0), 0x0E, 1, 0, 1, 0x0B, .. I32(98), 0x6A, 0x0B], index)
        .Should().Be(result);

    [Fact]
    public void A_branch_table_may_have_only_a_default() =>
        Run("i>i", "", [0x02, 0x40, .. Get(0), 0x0E, 0, 0, 0x0B, .. I32(5)], 3).Should().Be(5);

    [Theory]
    [InlineData(1, 11)]
    [InlineData(0, 22)]
    public void An_if_has_a_result_while_operands_wait_below(int condition, int result) => Run(
        "i>i", "", [.. I32(1), .. Get(0), 0x04, 0x7F, .. I32(10), 0x05, .. I32(21), 0x0B, 0x6A], condition)
        .Should().Be(result);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(0, 103)]
    public void A_conditional_branch_with_a_value_keeps_it_when_not_taken(int condition, int result) => Run(
        "i>i", "", [0x02, 0x7F, .. I32(3), .. Get(0), 0x0D, 0, .. I32(100), 0x6A, 0x0B], condition)
        .Should().Be(result);

    [Fact]
    public void A_loop_with_parameters_computes_a_factorial()
    {
        var module = new ModuleBytes();
        var loop = module.Type("I>I");
        // acc on the stack; n in local 0
        module.Function("run", "I>I", "I", [
            .. I64(1), 0x03, .. Signed(loop), .. Get(0), 0x7E,
            .. Get(0), .. I64(1), 0x7D, 0x22, 0, .. I64(1), 0x55, 0x0D, 0, 0x0B]);
        using var instance = Instance.Create(module.ToArray());

        instance.Call("run", 10L).Should().Be(3628800L);
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(0, 12)]
    public void A_block_may_have_several_results(int condition, int result)
    {
        var module = new ModuleBytes();
        var two = module.Type("i>ii");
        module.Function("run", "i>i", "", [
            .. I32(2), .. Get(0), 0x04, .. Signed(two), .. I32(15), 0x05, .. I32(6), 0x0B, 0x6C]);
        using var instance = Instance.Create(module.ToArray());

        instance.Call("run", condition).Should().Be(result);
    }

    [Fact]
    public void Code_behind_a_branch_is_ignored() => Run(
        "i>i", "", [0x02, 0x7F, .. I32(4), 0x0C, 0, 0x6A, 0x02, 0x40, .. I32(1), 0x04, 0x40, 0x05, 0x0B, 0x0B, 0x1A, 0x0B], 0)
        .Should().Be(4);

    [Fact]
    public void A_return_leaves_from_any_depth_with_operands_left_behind() => Run(
        "i>i", "", [.. I32(1), 0x03, 0x40, 0x02, 0x40, .. I32(2), .. I32(3), 0x0F, 0x0B, 0x0B, 0x1A, .. I32(9)], 0)
        .Should().Be(3);

    [Fact]
    public void An_unreachable_instruction_traps()
    {
        var module = new ModuleBytes();
        module.Function("run", ">i", "", 0x00);
        Instance.Create(module.ToArray()).Trap("run").Should().Be(WasmTrap.Unreachable);
    }

    [Theory]
    [InlineData(0, 40, null)]
    [InlineData(1, 0, WasmTrap.IndirectCallTypeMismatch)]
    [InlineData(2, 0, WasmTrap.UndefinedElement)]
    [InlineData(3, 0, WasmTrap.UndefinedElement)]
    [InlineData(-1, 0, WasmTrap.UndefinedElement)]
    public void An_indirect_call_is_checked(int index, int result, WasmTrap? trap)
    {
        var module = new ModuleBytes();
        var twice = module.Function(null, "i>i", "", [.. Get(0), .. I32(2), 0x6C]);
        var other = module.Function(null, "I>i", "", I32(1));
        module.Table(3, (0, twice), (1, other));
        module.Function("run", "i>i", "", [.. I32(20), .. Get(0), 0x11, .. Unsigned(module.Type("i>i")), 0]);
        using var instance = Instance.Create(module.ToArray());

        if (trap is { } expected)
        {
            instance.Trap("run", index).Should().Be(expected);
        }
        else
        {
            instance.Call("run", index).Should().Be(result);
        }
    }

    [Fact]
    public void An_import_is_called_directly_and_through_the_table_and_may_call_back()
    {
        var module = new ModuleBytes();
        var import = module.Import("add", "ii>i");
        module.Table(1, (0, import));
        module.Function("direct", "ii>i", "", [.. Get(0), .. Get(1), 0x10, 0]);
        module.Function("indirect", "ii>i", "", [.. Get(0), .. Get(1), .. I32(0), 0x11, .. Unsigned(module.Type("ii>i")), 0]);
        module.Function("five", ">i", "", I32(5));
        Instance? instance = null;
        instance = Instance.Create(module.ToArray(), host: (name, arguments) =>
            name == "Import_host_add" ? (int)arguments[0]! + (10 * (int)arguments[1]!) + (int)instance!.Call("five")! : null);

        instance.Call("direct", 1, 2).Should().Be(26);
        instance.Call("indirect", 1, 2).Should().Be(26);
        instance.Dispose();
    }

    [Fact]
    public void An_exception_of_an_import_passes_through_and_ends_the_instance()
    {
        var module = new ModuleBytes();
        module.Import("fail", ">");
        module.Function("run", ">", "", 0x10, 0);
        using var instance = Instance.Create(module.ToArray(), host: (_, _) => throw new TimeoutException("enough"));

        instance.Invoking(it => it.Call("run")).Should().Throw<TimeoutException>().WithMessage("enough");
        instance.Invoking(it => it.Call("run")).Should().Throw<InvalidOperationException>().WithMessage("*create a new one*");
    }

    [Fact]
    public void A_start_function_runs_when_it_is_called()
    {
        var module = new ModuleBytes();
        module.Global('i', true, I32(0));
        module.Start(module.Function(null, ">", "", [.. I32(3), .. Op(Opcode.GlobalSet, 0)]));
        module.Function("get", ">i", "", Op(Opcode.GlobalGet, 0));
        using var instance = Instance.Create(module.ToArray());
        instance.Module.GetType().GetMethod("Start")!.Invoke(instance.Module, null);

        instance.Call("get").Should().Be(3);
    }

    private static object? Run(string signature, string locals, byte[] code, params object[] arguments)
    {
        var module = new ModuleBytes();
        module.Function("run", signature, locals, code);
        using var instance = Instance.Create(module.ToArray());
        return instance.Call("run", arguments);
    }
}

using Router.WebAssembly.Compiler.Binary;
using Router.WebAssembly.Tests.Support;
using static Router.WebAssembly.Tests.Support.ModuleBytes;

namespace Router.WebAssembly.Tests;

public class LimitTests
{
    [Fact]
    public void A_halt_from_another_thread_ends_an_endless_loop()
    {
        using var instance = Instance.Create(Endless());
        WasmTrap? trap = null;
        var runner = new Thread(() => trap = instance.Trap("loop"));
        runner.Start();
        while (runner.ThreadState == ThreadState.Unstarted)
        {
            Thread.Yield();
        }

        instance.Module.Halted = true;

        runner.Join(TimeSpan.FromSeconds(30)).Should().BeTrue();
        trap.Should().Be(WasmTrap.Halted);
    }

    [Fact]
    public void Disposing_while_code_runs_ends_it_and_frees_the_memory_afterwards()
    {
        using var entered = new ManualResetEventSlim();
        var module = new ModuleBytes();
        module.Memory(1);
        module.Import("entered", ">");
        module.Function("loop", ">", "", [0x10, 0, 0x03, 0x40, .. I32(8), .. I32(1), .. Access(Opcode.I32Store), 0x0C, 0, 0x0B]);
        var instance = Instance.Create(module.ToArray(), host: (_, _) =>
        {
            entered.Set();
            return null;
        });
        WasmTrap? trap = null;
        var runner = new Thread(() => trap = instance.Trap("loop"));
        runner.Start();
        entered.Wait();

        instance.Dispose();

        runner.Join(TimeSpan.FromSeconds(30)).Should().BeTrue();
        trap.Should().Be(WasmTrap.Halted);
        instance.Invoking(it => it.Module.Memory.Span.Length).Should().Throw<ObjectDisposedException>();
        instance.Invoking(it => it.Call("loop")).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_second_thread_is_refused_while_one_is_inside()
    {
        var module = new ModuleBytes();
        module.Import("wait", ">");
        module.Function("run", ">", "", 0x10, 0);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        using var instance = Instance.Create(module.ToArray(), host: (_, _) =>
        {
            entered.Set();
            leave.Wait();
            return null;
        });
        var runner = new Thread(() => instance.Call("run"));
        runner.Start();
        entered.Wait();

        instance.Invoking(it => it.Call("run")).Should().Throw<InvalidOperationException>().WithMessage("*one at a time*");
        leave.Set();
        runner.Join();
        instance.Call("run");
    }

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(384 * 1024)]
    [InlineData(1024 * 1024)]
    public void Endless_recursion_traps_on_a_small_stack(int stackBytes)
    {
        var type = Instance.Load(Endless());
        var traps = new List<WasmTrap>();
        var runner = new Thread(
            () =>
            {
                foreach (var export in (string[])["recurse", "mutual", "wide"])
                {
                    using var instance = Instance.Create(type);
                    traps.Add(instance.Trap(export, 1));
                }
            },
            stackBytes);
        runner.Start();
        runner.Join();

        traps.Should().Equal(WasmTrap.StackExhausted, WasmTrap.StackExhausted, WasmTrap.StackExhausted);
    }

    [Fact]
    public void The_stack_budget_ends_recursion_before_the_thread_does()
    {
        var type = Instance.Load(Endless());
        using var generous = Instance.Create(type);
        using var narrow = Instance.Create(type);
        narrow.Module.StackBudget = 32 * 1024;

        generous.Call("depth", 2000).Should().Be(2000);
        narrow.Trap("depth", 2000).Should().Be(WasmTrap.StackExhausted);
    }

    [Fact]
    public void A_function_over_the_limit_of_instructions_is_refused_by_name()
    {
        var module = new ModuleBytes();
        module.Function("run", "i>i", "", [.. Get(0), .. Enumerable.Repeat((byte[])[.. Get(0), 0x6A], 600).SelectMany(bytes => bytes)]);

        FluentActions.Invoking(() => Compiler.WasmCompiler.Compile(module.ToArray(), Instance.Options("Large") with { MaximumInstructions = 1000 }))
            .Should().Throw<Compiler.WasmFormatException>().WithMessage("*f0*1000*");
    }

    private static byte[] Endless()
    {
        var module = new ModuleBytes();
        module.Function("loop", ">", "", 0x03, 0x40, 0x0C, 0, 0x0B);
        module.Function("recurse", "i>i", "", [.. Get(0), 0x10, 1, .. I32(1), 0x6A]);
        module.Function("mutual", "i>i", "", [.. Get(0), 0x10, 3, .. I32(1), 0x6A]);
        module.Function("mutual2", "i>i", "", [.. Get(0), 0x10, 2, .. I32(1), 0x6A]);
        // 900 locals that all live across the call.
        module.Function("wide", "i>i", new string('I', 900), [
            .. Enumerable.Range(1, 900).SelectMany(i => (byte[])[.. Get(0), 0xAC, .. Set(i)]),
            .. Get(0), 0x10, 4,
            .. Enumerable.Range(1, 900).SelectMany(i => (byte[])[.. Get(i), 0xA7, 0x6A])]);
        module.Function("depth", "i>i", "", [.. Get(0), 0x45, 0x04, 0x7F, .. I32(0), 0x05, .. Get(0), .. I32(1), 0x6B, 0x10, 5, .. I32(1), 0x6A, 0x0B]);
        return module.ToArray();
    }
}

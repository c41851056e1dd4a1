using System.Diagnostics;
using System.Runtime.CompilerServices;
using Router.WebAssembly.Compiler;
using Router.WebAssembly.Tests.Support;

namespace Router.WebAssembly.Tests;

/// <summary>What instances reserve is given back, and images that are damaged are refused.</summary>
public class LifetimeTests
{
    private const int Cycles = 20_000;
    private const int Forgotten = 50;
    private const int AddressBits = 27;

    [Fact]
    public void Disposing_gives_every_reservation_back_though_the_instances_are_kept()
    {
        var type = Instance.Load(Module(), MemoryMode.Masked, AddressBits);
        var before = Reserved();
        var kept = new List<Instance>(Cycles);
        for (var i = 0; i < Cycles; i++)
        {
            var instance = Instance.Create(type);
            instance.Dispose();
            kept.Add(instance);
        }

        (Reserved() - before).Should().BeLessThan(Cycles / 10 * (1L << AddressBits));
        kept.Should().HaveCount(Cycles);
    }

    [Fact]
    public void Instances_that_were_forgotten_are_freed_by_the_collector()
    {
        var type = Instance.Load(Module(), MemoryMode.Masked, AddressBits);
        var before = Reserved();
        Forget(type);
        (Reserved() - before).Should().BeGreaterThan(0);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        (Reserved() - before).Should().BeLessThan(Forgotten / 2 * (1L << AddressBits));
    }

    [Theory]
    [InlineData(-1, new int[0], 0)]
    [InlineData(1, new[] { 16 }, 4096)]
    [InlineData(1, new[] { -1 }, 4096)]
    [InlineData(1, new[] { 3, 3 }, 8192)]
    [InlineData(1, new[] { 4, 3 }, 8192)]
    [InlineData(1, new[] { 3 }, 4095)]
    [InlineData(1, new[] { 3 }, 8192)]
    [InlineData(0, new[] { 0 }, 4096)]
    public void A_damaged_image_is_refused(int pages, int[] blocks, int bytes) =>
        FluentActions.Invoking(() => new WasmMemoryImage(pages, blocks, new byte[bytes])).Should().Throw<ArgumentException>();

    [Fact]
    public void An_image_larger_than_the_memory_is_refused_and_changes_nothing()
    {
        using var instance = Instance.Create(Module(), pages: 2);
        instance.Module.Memory.Span[0] = 7;
        var image = new WasmMemoryImage(3, (int[])[0], new byte[WasmMemory.BlockSize]);

        instance.Invoking(it => it.Module.Memory.Restore(image)).Should().Throw<ArgumentException>().WithMessage("*3 pages*2*");
        instance.Invoking(it => it.Module.Memory.RestoreFresh(image)).Should().Throw<ArgumentException>().WithMessage("*3 pages*2*");

        instance.Module.Memory.Pages.Should().Be(1);
        instance.Module.Memory.Span[0].Should().Be(7);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(Type type)
    {
        for (var i = 0; i < Forgotten; i++)
        {
            _ = Instance.Create(type);
        }
    }

    private static long Reserved()
    {
        using var process = Process.GetCurrentProcess();
        return process.VirtualMemorySize64;
    }

    private static byte[] Module()
    {
        var module = new ModuleBytes();
        module.Memory(1);
        return module.ToArray();
    }
}

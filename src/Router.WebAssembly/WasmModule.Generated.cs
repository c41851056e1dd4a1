using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Router.WebAssembly;

/// <summary>What generated code uses.</summary>
public abstract partial class WasmModule
{
    // The next check comes at most this much deeper; the runtime's own reserve (128 KiB) is far larger.
    private const int StackStep = 16 * 1024;

#pragma warning disable CA1051 // Fields, because generated code reads them in every function; nobody else is to see them.
    /// <summary>The address of the memory's first byte.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected readonly nint MemoryBase;

    /// <summary>The module's function table.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected readonly WasmFunction[] Table;

    /// <summary>Below this address of the stack a function asks <see cref="OnStackLimit"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected nuint StackLimit;

    /// <summary>What <see cref="Halted"/> shows; loops read it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool HaltRequested;
#pragma warning restore CA1051

    private nuint _entryAddress;

    /// <summary>A trap as an exception to throw.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Exception Trap(int kind) => new WasmTrapException((WasmTrap)kind);

    /// <summary>The function pointer of a table's element, checked.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Resolve(int index, int type, WasmModule module)
    {
        var table = module.Table;
        if ((uint)index >= (uint)table.Length || table[index].Type != type)
        {
            ThrowUnresolved(table, index);
        }

        return table[index].Address;
    }

    /// <summary>Lets code go deeper, if thread and budget allow it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OnStackLimit(nuint address, WasmModule module)
    {
        // Re-entered on a higher frame than the first: nothing is used then.
        var used = module._entryAddress > address ? module._entryAddress - address : 0;
        if (used > (nuint)module.StackBudget || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new WasmTrapException(WasmTrap.StackExhausted);
        }

        Volatile.Write(ref module.StackLimit, address - StackStep);
        // A halt meanwhile has set the limit just overwritten: either it is seen here, or its limit comes after ours.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref module.HaltRequested))
        {
            throw new WasmTrapException(WasmTrap.Halted);
        }
    }

    /// <summary><c>memory.size</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int MemorySize(WasmModule module) => module.Memory.Pages;

    /// <summary><c>memory.grow</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static int MemoryGrow(int delta, WasmModule module) => module.Memory.Grow(delta);

    /// <summary><c>memory.copy</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void MemoryCopy(int destination, int source, int count, WasmModule module)
    {
        var memory = module.Memory.Span;
        Slice(memory, source, count).CopyTo(Slice(memory, destination, count));
    }

    /// <summary><c>memory.fill</c>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void MemoryFill(int destination, int value, int count, WasmModule module) =>
        Slice(module.Memory.Span, destination, count).Fill((byte)value);

    /// <summary><c>memory.init</c>, and the active segments of a new instance.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static unsafe void MemoryInit(int destination, int source, int count, nint data, int length, WasmModule module)
    {
        var target = Slice(module.Memory.Span, destination, count);
        if ((ulong)(uint)source + (uint)count > (uint)length)
        {
            throw new WasmTrapException(WasmTrap.MemoryOutOfBounds);
        }

        new ReadOnlySpan<byte>((byte*)data + source, count).CopyTo(target);
    }

    /// <summary>The address of an access, checked against the memory's present size.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static nint CheckedAddress(int address, int offset, int width, WasmModule module)
    {
        var start = (ulong)(uint)address + (uint)offset;
        if (start + (uint)width > (ulong)module.Memory.Pages * WasmMemory.PageSize)
        {
            throw new WasmTrapException(WasmTrap.MemoryOutOfBounds);
        }

        return module.MemoryBase + (nint)start;
    }

    private static Span<byte> Slice(Span<byte> memory, int start, int count)
    {
        if ((ulong)(uint)start + (uint)count > (uint)memory.Length)
        {
            throw new WasmTrapException(WasmTrap.MemoryOutOfBounds);
        }

        return memory.Slice(start, count);
    }

    private static void ThrowUnresolved(WasmFunction[] table, int index) => throw new WasmTrapException(
        (uint)index >= (uint)table.Length || table[index].Type == 0 ? WasmTrap.UndefinedElement : WasmTrap.IndirectCallTypeMismatch);
}

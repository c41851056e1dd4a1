using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>
/// Where things are in the memory of this very build of QuickJS, which the build pins by hash: data, then the C stack, growing down, then the
/// heap. <see cref="TemplateBuilder"/> checks all of it against the machine before the first program runs.
/// </summary>
internal static class MachineLayout
{
    /// <summary>Tags of JavaScript values, in the upper half of their 8 bytes.</summary>
    public const int StringTag = -7;

    /// <inheritdoc cref="StringTag"/>
    public const int RopeTag = -6;

    /// <inheritdoc cref="StringTag"/>
    public const int NumberTag = 0;

    /// <inheritdoc cref="StringTag"/>
    public const int TrueFalseTag = 1;

    /// <inheritdoc cref="StringTag"/>
    public const int UndefinedTag = 3;

    /// <inheritdoc cref="StringTag"/>
    public const int ExceptionTag = 6;

    /// <summary>Tags from here to <see cref="DoubleTag"/> are tags; what is outside is a part of a double.</summary>
    public const int LeastTag = -9;

    /// <inheritdoc cref="LeastTag"/>
    public const int DoubleTag = 8;

    /// <summary>From a string's address: its length in UTF-16 units, with <see cref="WideFlag"/>.</summary>
    public const int StringLength = 4;

    /// <summary>From a string's address: its units, 1 byte each, or 2 where it is wide.</summary>
    public const int StringUnits = 16;

    /// <summary>Set in the length of a string with units of 2 bytes.</summary>
    public const uint WideFlag = 0x80000000;

    /// <summary>The stack's first byte is here at most: below are the data.</summary>
    public const int StackLow = 90_208;

    /// <summary>One past the stack's last byte, where the stack pointer rests when nothing runs.</summary>
    public const int StackHigh = 5_333_088;

    /// <summary>Pages in use before the first allocation.</summary>
    public const int LeastPages = (StackHigh + WasmMemory.PageSize - 1) / WasmMemory.PageSize;

    /// <summary>Pages that only the host may cause to be used, so that it can still talk to a program that has used up its own.</summary>
    public const int SparePages = 16;

    /// <summary>Pages of all of the address space of a machine.</summary>
    public const int AllPages = 128 * 1024 * 1024 / WasmMemory.PageSize;

    /// <summary>
    /// How deep C may go before QuickJS throws <c>stack overflow</c>, in bytes of its own stack. The thread's stack is used at about the same
    /// pace, and is larger: <see cref="Scheduling.SliceScheduler"/>.
    /// </summary>
    public const int StackBytes = 512 * 1024;

    /// <summary>Whether a block of <see cref="WasmMemory.BlockSize"/> holds nothing but dead stack while nothing runs.</summary>
    public static bool IsDeadStack(int block)
    {
        long first = (long)block * WasmMemory.BlockSize;
        return first >= StackLow && first + WasmMemory.BlockSize <= StackHigh;
    }

    /// <summary>How many pages a program with this much memory may use.</summary>
    public static int ProgramPages(long memoryBytes) =>
        (int)Math.Min(LeastPages + ((memoryBytes + WasmMemory.PageSize - 1) / WasmMemory.PageSize), AllPages - SparePages);
}

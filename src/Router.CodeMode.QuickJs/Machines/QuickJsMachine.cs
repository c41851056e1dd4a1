using Router.CodeMode.QuickJs.Generated;
using Router.WebAssembly;

namespace Router.CodeMode.QuickJs.Machines;

/// <summary>
/// One QuickJS with one memory: the translated module, what it asks of its host, and how values get in and out. Not thread-safe, but for what
/// <see cref="WasmModule"/> allows.
/// </summary>
internal sealed partial class QuickJsMachine : QuickJsModule
{
    private readonly int _programPages;

    public QuickJsMachine(long memoryBytes)
        : base(Math.Max(MachineLayout.ProgramPages(memoryBytes) + MachineLayout.SparePages, DeclaredPages)) =>
        _programPages = MachineLayout.ProgramPages(memoryBytes);

    /// <summary>What the module declares as its memory's least size, before <see cref="MachineTemplate"/> takes away what it does not use.</summary>
    private const int DeclaredPages = 256;

    /// <summary>Where the runtime, its context and the prelude's <c>enter</c> are.</summary>
    public MachineRoots Roots { get; set; }

    /// <summary>What the program is run by; null while it is none.</summary>
    public IMachineHost? Host { get; set; }

    /// <summary>The program's clock, in milliseconds since 1970.</summary>
    public double Clock { get; set; }

    /// <summary>How many times the program wanted more memory than it may have.</summary>
    public int MemoryRefusals { get; set; }

    /// <summary>What the program's memory is, in bytes, without the stack and the data that every program has.</summary>
    public long HeapBytes => (long)(Memory.Pages - MachineLayout.LeastPages) * WasmMemory.PageSize;

    /// <summary>Whether the host itself allocates, which may go beyond what the program may.</summary>
    private bool IsHostAllocating { get; set; }
}

using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>A value on the operand stack.</summary>
/// <param name="type">Its type.</param>
/// <param name="start">Where the code that computes it begins.</param>
/// <param name="end">Where that code ends: here a further step may be inserted.</param>
internal sealed class Operand(WasmType type, int start, int end)
{
    public WasmType Type { get; } = type;

    public int Start { get; set; } = start;

    public int End { get; set; } = end;

    /// <summary>The local it waits in while an inner block runs.</summary>
    public int Local { get; set; } = -1;
}

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>One decoded instruction with its immediates.</summary>
/// <param name="Info">Which instruction.</param>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Value">An index, a constant's bits, a memory offset, or a block's type index (negative: see <see cref="Type"/>).</param>
/// <param name="Second">The second index, or the alignment's exponent.</param>
/// <param name="Labels">The labels of <c>br_table</c>, the default last.</param>
/// <param name="Type">The type of a block, or of a typed <c>select</c>.</param>
internal readonly record struct Instruction(
    OpcodeInfo Info, int Offset, long Value = 0, long Second = 0, int[]? Labels = null, FunctionType? Type = null)
{
    public Opcode Code => Info.Code;

    public int Index => (int)Value;
}

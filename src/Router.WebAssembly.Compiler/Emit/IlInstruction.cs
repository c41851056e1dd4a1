using System.Reflection.Emit;

namespace Router.WebAssembly.Compiler.Emit;

internal enum IlKind
{
    Plain,
    Int32,
    Int64,
    Single,
    Double,
    LoadLocal,
    StoreLocal,
    LoadLocalAddress,
    LoadArgument,
    StoreArgument,
    Branch,
    Switch,
    Mark,
    Compare,
    Member,
    CallIndirect,
}

/// <summary>One instruction of IL before its labels are placed.</summary>
/// <param name="Kind">What the other parts mean.</param>
/// <param name="Code">The opcode, where the kind alone does not say it.</param>
/// <param name="Number">A constant's bits, a local, an argument or a label.</param>
/// <param name="Reference">A member, a signature, or the labels of a switch.</param>
/// <param name="Comparison">For comparisons.</param>
internal readonly record struct IlInstruction(
    IlKind Kind, OpCode Code = default, long Number = 0, object? Reference = null, Comparison Comparison = default);

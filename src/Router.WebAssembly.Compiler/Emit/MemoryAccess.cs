using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>How a load or store reads in IL: the instruction, its width in bytes, and a conversion after a load or before a store.</summary>
internal readonly record struct MemoryAccess(OpCode Code, int Width, OpCode? Conversion = null)
{
    public static MemoryAccess Of(Opcode code) => code switch
    {
        Opcode.I32Load => new(OpCodes.Ldind_I4, 4),
        Opcode.I64Load => new(OpCodes.Ldind_I8, 8),
        Opcode.F32Load => new(OpCodes.Ldind_R4, 4),
        Opcode.F64Load => new(OpCodes.Ldind_R8, 8),
        Opcode.I32Load8S => new(OpCodes.Ldind_I1, 1),
        Opcode.I32Load8U => new(OpCodes.Ldind_U1, 1),
        Opcode.I32Load16S => new(OpCodes.Ldind_I2, 2),
        Opcode.I32Load16U => new(OpCodes.Ldind_U2, 2),
        Opcode.I64Load8S => new(OpCodes.Ldind_I1, 1, OpCodes.Conv_I8),
        Opcode.I64Load8U => new(OpCodes.Ldind_U1, 1, OpCodes.Conv_U8),
        Opcode.I64Load16S => new(OpCodes.Ldind_I2, 2, OpCodes.Conv_I8),
        Opcode.I64Load16U => new(OpCodes.Ldind_U2, 2, OpCodes.Conv_U8),
        Opcode.I64Load32S => new(OpCodes.Ldind_I4, 4, OpCodes.Conv_I8),
        Opcode.I64Load32U => new(OpCodes.Ldind_U4, 4, OpCodes.Conv_U8),
        Opcode.I32Store => new(OpCodes.Stind_I4, 4),
        Opcode.I64Store => new(OpCodes.Stind_I8, 8),
        Opcode.F32Store => new(OpCodes.Stind_R4, 4),
        Opcode.F64Store => new(OpCodes.Stind_R8, 8),
        Opcode.I32Store8 => new(OpCodes.Stind_I1, 1),
        Opcode.I32Store16 => new(OpCodes.Stind_I2, 2),
        Opcode.I64Store8 => new(OpCodes.Stind_I1, 1, OpCodes.Conv_I4),
        Opcode.I64Store16 => new(OpCodes.Stind_I2, 2, OpCodes.Conv_I4),
        Opcode.I64Store32 => new(OpCodes.Stind_I4, 4, OpCodes.Conv_I4),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "This is no load or store."),
    };
}

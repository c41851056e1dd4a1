using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>The numeric instructions that IL has an equal for.</summary>
internal static class NumericCode
{
    public static OpCode[]? Find(Opcode code) => code switch
    {
        Opcode.I32Add or Opcode.I64Add or Opcode.F32Add or Opcode.F64Add => [OpCodes.Add],
        Opcode.I32Sub or Opcode.I64Sub or Opcode.F32Sub or Opcode.F64Sub => [OpCodes.Sub],
        Opcode.I32Mul or Opcode.I64Mul or Opcode.F32Mul or Opcode.F64Mul => [OpCodes.Mul],
        Opcode.F32Div or Opcode.F64Div => [OpCodes.Div],
        Opcode.F32Neg or Opcode.F64Neg => [OpCodes.Neg],
        Opcode.I32And or Opcode.I64And => [OpCodes.And],
        Opcode.I32Or or Opcode.I64Or => [OpCodes.Or],
        Opcode.I32Xor or Opcode.I64Xor => [OpCodes.Xor],
        Opcode.I32WrapI64 => [OpCodes.Conv_I4],
        Opcode.I64ExtendI32S => [OpCodes.Conv_I8],
        Opcode.I64ExtendI32U => [OpCodes.Conv_U8],
        Opcode.I32Extend8S => [OpCodes.Conv_I1],
        Opcode.I32Extend16S => [OpCodes.Conv_I2],
        Opcode.I64Extend8S => [OpCodes.Conv_I1, OpCodes.Conv_I8],
        Opcode.I64Extend16S => [OpCodes.Conv_I2, OpCodes.Conv_I8],
        Opcode.I64Extend32S => [OpCodes.Conv_I4, OpCodes.Conv_I8],
        Opcode.F32ConvertI32S or Opcode.F32ConvertI64S or Opcode.F32DemoteF64 => [OpCodes.Conv_R4],
        Opcode.F64ConvertI32S or Opcode.F64ConvertI64S or Opcode.F64PromoteF32 => [OpCodes.Conv_R8],
        Opcode.F64ConvertI32U => [OpCodes.Conv_R_Un, OpCodes.Conv_R8],
        _ => null,
    };
}

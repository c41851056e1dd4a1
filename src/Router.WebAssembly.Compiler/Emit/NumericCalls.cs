using Router.WebAssembly.Compiler.Binary;
using static Router.WebAssembly.Compiler.Binary.Opcode;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>The numeric instructions that are a call: into the runtime library's <c>WasmMath</c>, or into .NET itself.</summary>
internal static class NumericCalls
{
    public static (string Type, string Method) Find(Opcode code) => code switch
    {
        I32DivS or I64DivS => Own("DivideS"),
        I32DivU or I64DivU => Own("DivideU"),
        I32RemS or I64RemS => Own("RemainderS"),
        I32RemU or I64RemU => Own("RemainderU"),
        I32Rotl or I64Rotl => Own("RotateLeft"),
        I32Rotr or I64Rotr => Own("RotateRight"),
        I32Clz or I64Clz => Own("LeadingZeros"),
        I32Ctz or I64Ctz => Own("TrailingZeros"),
        I32Popcnt or I64Popcnt => Own("PopulationCount"),
        I32TruncF32S or I32TruncF64S => Own("TruncateToInt32"),
        I32TruncF32U or I32TruncF64U => Own("TruncateToUInt32"),
        I64TruncF32S or I64TruncF64S => Own("TruncateToInt64"),
        I64TruncF32U or I64TruncF64U => Own("TruncateToUInt64"),
        I32TruncSatF32S or I32TruncSatF64S => Own("SaturateToInt32"),
        I32TruncSatF32U or I32TruncSatF64U => Own("SaturateToUInt32"),
        I64TruncSatF32S or I64TruncSatF64S => Own("SaturateToInt64"),
        I64TruncSatF32U or I64TruncSatF64U => Own("SaturateToUInt64"),
        F32ConvertI32U => Own("ConvertUInt32ToSingle"),
        F32ConvertI64U => Own("ConvertUInt64ToSingle"),
        F64ConvertI64U => Own("ConvertUInt64ToDouble"),
        F32Abs or F64Abs => Math(code, "Abs"),
        F32Ceil or F64Ceil => Math(code, "Ceiling"),
        F32Floor or F64Floor => Math(code, "Floor"),
        F32Trunc or F64Trunc => Math(code, "Truncate"),
        F32Nearest or F64Nearest => Math(code, "Round"),
        F32Sqrt or F64Sqrt => Math(code, "Sqrt"),
        F32Min or F64Min => Own("Min"),
        F32Max or F64Max => Own("Max"),
        F32Copysign or F64Copysign => Math(code, "CopySign"),
        I32ReinterpretF32 => ("System.BitConverter", "SingleToInt32Bits"),
        I64ReinterpretF64 => ("System.BitConverter", "DoubleToInt64Bits"),
        F32ReinterpretI32 => ("System.BitConverter", "Int32BitsToSingle"),
        F64ReinterpretI64 => ("System.BitConverter", "Int64BitsToDouble"),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "This instruction has no translation."),
    };

    private static (string Type, string Method) Own(string method) => ("Router.WebAssembly.WasmMath", method);

    private static (string Type, string Method) Math(Opcode code, string method) =>
        (OpcodeTable.Find((int)code)!.Signature!.Results[0] == WasmType.F32 ? "System.MathF" : "System.Math", method);
}

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>The types of values, by their encoding.</summary>
internal enum WasmType : byte
{
    /// <summary>The type of an operand in code that is never reached: any.</summary>
    Unknown = 0,
    I32 = 0x7F,
    I64 = 0x7E,
    F32 = 0x7D,
    F64 = 0x7C,
}

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Names what is not translated, so that a refusal says more than a number.</summary>
internal static class UnknownOpcodes
{
    public static WasmFormatException Refuse(int code, int offset)
    {
        var name = Name(code);
        return name is null
            ? new WasmFormatException($"0x{code:X2} is no instruction", offset)
            : new WasmUnsupportedException($"The instruction {name} is not translated", offset);
    }

    private static string? Name(int code) => code switch
    {
        0x06 => "try",
        0x07 => "catch",
        0x08 => "throw",
        0x09 => "rethrow",
        0x0A => "throw_ref",
        0x12 => "return_call",
        0x13 => "return_call_indirect",
        0x14 => "call_ref",
        0x15 => "return_call_ref",
        0x18 => "delegate",
        0x19 => "catch_all",
        0x1F => "try_table",
        0x25 => "table.get",
        0x26 => "table.set",
        0xD0 => "ref.null",
        0xD1 => "ref.is_null",
        0xD2 => "ref.func",
        0xFC0C => "table.init",
        0xFC0D => "elem.drop",
        0xFC0E => "table.copy",
        0xFC0F => "table.grow",
        0xFC10 => "table.size",
        0xFC11 => "table.fill",
        0xFB => "0xFB.. (garbage collection)",
        0xFD => "0xFD.. (SIMD)",
        0xFE => "0xFE.. (threads)",
        _ => null,
    };
}

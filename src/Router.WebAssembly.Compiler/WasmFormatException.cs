namespace Router.WebAssembly.Compiler;

/// <summary>The module is malformed or invalid.</summary>
public class WasmFormatException(string message, int offset)
    : Exception($"{message} (at byte {offset} = 0x{offset:X})")
{
    /// <summary>Where in the file, in bytes.</summary>
    public int Offset { get; } = offset;
}

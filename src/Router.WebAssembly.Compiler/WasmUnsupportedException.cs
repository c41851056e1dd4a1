namespace Router.WebAssembly.Compiler;

/// <summary>The module may be valid, but uses something that is not translated.</summary>
public sealed class WasmUnsupportedException(string message, int offset) : WasmFormatException(message, offset);

namespace Router.WebAssembly.Compiler;

/// <summary>A translated module.</summary>
/// <param name="Assembly">The bytes of the assembly.</param>
/// <param name="BuildId">SHA-256 of the generated code: equal for equal code, another for any other; also <c>BuildId</c> of the class.</param>
/// <param name="Methods">The sizes of the functions, in the module's order.</param>
public sealed record WasmCompilation(ReadOnlyMemory<byte> Assembly, string BuildId, IReadOnlyList<MethodSize> Methods);

namespace Router.WebAssembly.Compiler;

/// <summary>How large a translated function became.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Instructions">Instructions of IL.</param>
/// <param name="Bytes">Bytes of IL.</param>
/// <param name="Locals">Locals, those of the function and those of the translation.</param>
public sealed record MethodSize(string Name, int Instructions, int Bytes, int Locals);

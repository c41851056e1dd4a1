using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Validation;

/// <summary>Checks what the sections of a module say of one another.</summary>
internal static class ModuleValidator
{
    public static void Validate(WasmFile file)
    {
        _ = file;
    }
}

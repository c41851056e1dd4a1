using System.ComponentModel;

namespace Router.WebAssembly;

/// <summary>One element of a function table. For generated code.</summary>
/// <param name="Type">The function's structural type, a number of the module's own; zero for a null element.</param>
/// <param name="Address">The managed function's address.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WasmFunction(int Type, nint Address);

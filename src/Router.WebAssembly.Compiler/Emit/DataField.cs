using System.Reflection;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>A data segment in the assembly: its bytes (none where it is empty) and, of those not yet dropped, its length.</summary>
internal sealed record DataField(FieldInfo? Field, FieldInfo Length);

namespace Router.WebAssembly.Compiler;

/// <summary>What to make of a module.</summary>
public sealed record WasmCompilerOptions
{
    /// <summary>The simple name of the assembly.</summary>
    public required string AssemblyName { get; init; }

    /// <summary>The namespace of the class.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the class, which is abstract and derives from <c>WasmModule</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>Assemblies to refer to: .NET's (reference assemblies where the result is to be a compile-time reference) and Router.WebAssembly.dll.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Names for imports and exports; where one is missing it is <c>Import_module_name</c> or <c>Export_name</c>.</summary>
    public NameMap Names { get; init; } = NameMap.Empty;

    /// <summary>How loads and stores stay inside; the default is <see cref="MemoryMode.Masked"/>.</summary>
    public MemoryMode Access { get; init; } = MemoryMode.Masked;

    /// <summary>The memory's reservation is two to the power of this, in bytes: 16 to 31; the default, 27, is 128 MiB.</summary>
    public int AddressBits { get; init; } = 27;

    /// <summary>The most IL instructions in one method; the just-in-time compiler stops optimising above 20,000.</summary>
    public int MaximumInstructions { get; init; } = 20_000;
}

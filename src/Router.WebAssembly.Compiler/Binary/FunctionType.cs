namespace Router.WebAssembly.Compiler.Binary;

/// <summary>The type of a function or block; equal when operands and results are.</summary>
internal sealed class FunctionType(WasmType[] parameters, WasmType[] results) : IEquatable<FunctionType>
{
    public WasmType[] Parameters { get; } = parameters;

    public WasmType[] Results { get; } = results;

    public bool Equals(FunctionType? other) =>
        other is not null && Parameters.AsSpan().SequenceEqual(other.Parameters) && Results.AsSpan().SequenceEqual(other.Results);

    public override bool Equals(object? obj) => Equals(obj as FunctionType);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Parameters.AsSpan()));
        hash.Add(Parameters.Length);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Results.AsSpan()));
        return hash.ToHashCode();
    }
}

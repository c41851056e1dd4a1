namespace Router.WebAssembly.Compiler.Binary;

/// <summary>One instruction.</summary>
internal sealed class OpcodeInfo
{
    /// <summary>Describes an instruction; <paramref name="signature"/> reads "operands>results" in i, I, f, F for i32, i64, f32, f64.</summary>
    public OpcodeInfo(Opcode code, string name, Immediate immediate, string? signature = null)
    {
        Code = code;
        Name = name;
        Immediate = immediate;
        if (signature is not null)
        {
            var parts = signature.Split('>');
            Signature = new FunctionType(Types(parts[0]), Types(parts[1]));
        }
    }

    public Opcode Code { get; }

    public string Name { get; }

    public Immediate Immediate { get; }

    /// <summary>Null where operands and results depend on the context.</summary>
    public FunctionType? Signature { get; }

    private static WasmType[] Types(string letters) => letters.Select(letter => letter switch
    {
        'i' => WasmType.I32,
        'I' => WasmType.I64,
        'f' => WasmType.F32,
        'F' => WasmType.F64,
        _ => throw new ArgumentOutOfRangeException(nameof(letters), letter, "The letters are i, I, f and F."),
    }).ToArray();
}

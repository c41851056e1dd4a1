using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Validation;

/// <summary>An open block during validation.</summary>
internal sealed class ControlFrame(Opcode kind, FunctionType type, int height)
{
    public Opcode Kind { get; } = kind;

    public FunctionType Type { get; } = type;

    public int Height { get; } = height;

    public bool Unreachable { get; set; }

    public WasmType[] LabelTypes => Kind == Opcode.Loop ? Type.Parameters : Type.Results;
}

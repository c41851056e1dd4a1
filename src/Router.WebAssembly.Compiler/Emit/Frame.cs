using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>A block, loop, if or function being translated. Between frames IL's own stack is empty: values pass in locals.</summary>
internal sealed class Frame(Opcode kind, FunctionType type, int height, int label)
{
    public Opcode Kind { get; } = kind;

    public FunctionType Type { get; } = type;

    /// <summary>How many operands belong to the frames around.</summary>
    public int Height { get; } = height;

    /// <summary>Where a branch goes: a loop's head, anything else's end.</summary>
    public int Label { get; } = label;

    public bool LabelUsed { get; set; }

    /// <summary>Where an if goes whose condition is false; −1 once placed.</summary>
    public int ElseLabel { get; set; } = -1;

    /// <summary>The locals in which the parameters arrive.</summary>
    public int[] Parameters { get; set; } = [];

    /// <summary>The locals in which results leave; made when first needed.</summary>
    public int[]? Results { get; set; }

    /// <summary>The types a branch to this frame carries.</summary>
    public WasmType[] BranchTypes => Kind == Opcode.Loop ? Type.Parameters : Type.Results;
}

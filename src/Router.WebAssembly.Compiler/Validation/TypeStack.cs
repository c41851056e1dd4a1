using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Validation;

/// <summary>The stacks of types and of open blocks: the validation algorithm of the specification's appendix.</summary>
internal sealed class TypeStack
{
    // Deeper nesting than any compiler makes; what follows need not cope with more.
    private const int MaximumDepth = 10_000;

    private readonly List<WasmType> _types = [];
    private readonly List<ControlFrame> _frames = [];

    /// <summary>Where the instruction being checked begins.</summary>
    public int Offset { get; set; }

    public int Depth => _frames.Count;

    public ControlFrame Label(int depth) =>
        depth < _frames.Count ? _frames[^(depth + 1)] : throw Error($"There is no label {depth}");

    public void Push(WasmType type) => _types.Add(type);

    public void Push(ReadOnlySpan<WasmType> types) => _types.AddRange(types);

    public WasmType Pop()
    {
        var frame = _frames[^1];
        if (_types.Count == frame.Height)
        {
            return frame.Unreachable ? WasmType.Unknown : throw Error("An operand is missing");
        }

        var type = _types[^1];
        _types.RemoveAt(_types.Count - 1);
        return type;
    }

    public WasmType Pop(WasmType expected)
    {
        var actual = Pop();
        return actual == expected || actual == WasmType.Unknown || expected == WasmType.Unknown
            ? actual
            : throw Error($"An operand is {actual}, expected is {expected}");
    }

    public void Pop(ReadOnlySpan<WasmType> types)
    {
        for (var i = types.Length - 1; i >= 0; i--)
        {
            Pop(types[i]);
        }
    }

    public void Open(Opcode kind, FunctionType type)
    {
        if (_frames.Count == MaximumDepth)
        {
            throw new WasmUnsupportedException($"Blocks nest deeper than {MaximumDepth}", Offset);
        }

        _frames.Add(new ControlFrame(kind, type, _types.Count));
        Push(type.Parameters);
    }

    public ControlFrame Close()
    {
        var frame = _frames[^1];
        Pop(frame.Type.Results);
        if (_types.Count != frame.Height)
        {
            throw Error("Operands are left at the end of a block");
        }

        _frames.RemoveAt(_frames.Count - 1);
        return frame;
    }

    public void Unreachable()
    {
        var frame = _frames[^1];
        _types.RemoveRange(frame.Height, _types.Count - frame.Height);
        frame.Unreachable = true;
    }

    public WasmFormatException Error(string message) => new(message, Offset);
}

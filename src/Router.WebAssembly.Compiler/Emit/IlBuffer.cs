using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>A method's instructions while they can still be changed, with its labels and locals.</summary>
internal sealed class IlBuffer
{
    private readonly List<IlInstruction> _instructions = [];
    private readonly Dictionary<WasmType, Stack<int>> _free = [];

    public IReadOnlyList<IlInstruction> Instructions => _instructions;

    /// <summary>The types of the locals; <see cref="WasmType.Unknown"/> stands for an address.</summary>
    public List<WasmType> Locals { get; } = [];

    public int Labels { get; private set; }

    public int Count => _instructions.Count;

    public IlInstruction Last => _instructions[^1];

    public int NewLabel() => Labels++;

    public void Mark(int label) => Add(new(IlKind.Mark, Number: label));

    public void Plain(OpCode code) => Add(new(IlKind.Plain, code));

    public void Int32(int value) => Add(new(IlKind.Int32, Number: value));

    public void Load(int local) => Add(new(IlKind.LoadLocal, Number: local));

    public void Store(int local) => Add(new(IlKind.StoreLocal, Number: local));

    public void LoadArgument(int argument) => Add(new(IlKind.LoadArgument, Number: argument));

    public void Compare(Comparison comparison) => Add(new(IlKind.Compare, Comparison: comparison));

    public void Branch(OpCode code, int label) => Add(new(IlKind.Branch, code, label));

    public void Call(MethodInfo method) => Add(new(IlKind.Member, OpCodes.Call, Reference: method));

    public void Field(OpCode code, FieldInfo field) => Add(new(IlKind.Member, code, Reference: field));

    public void Add(IlInstruction instruction) => _instructions.Add(instruction);

    public void Insert(int position, params ReadOnlySpan<IlInstruction> instructions) =>
        _instructions.InsertRange(position, instructions.ToArray());

    public void Clear() => _instructions.Clear();

    public void RemoveLast() => _instructions.RemoveAt(_instructions.Count - 1);

    public void RemoveAt(int position) => _instructions.RemoveAt(position);

    /// <summary>A local for a value that must wait; given back by <see cref="Return"/>.</summary>
    public int Rent(WasmType type)
    {
        if (_free.TryGetValue(type, out var free) && free.TryPop(out var local))
        {
            return local;
        }

        return NewLocal(type);
    }

    /// <summary>A local of its own, for a value that lasts.</summary>
    public int NewLocal(WasmType type)
    {
        Locals.Add(type);
        return Locals.Count - 1;
    }

    public void Return(int local)
    {
        var type = Locals[local];
        if (!_free.TryGetValue(type, out var free))
        {
            _free.Add(type, free = []);
        }

        free.Push(local);
    }
}

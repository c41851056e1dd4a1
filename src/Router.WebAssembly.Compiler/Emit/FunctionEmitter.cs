using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>
/// Translates one function, instruction by instruction: WebAssembly's order of evaluation is IL's. Whatever is skipped as
/// unreachable was validated before.
/// </summary>
internal sealed partial class FunctionEmitter
{
    private readonly ModuleContext _context;
    private readonly FunctionType _type;
    private readonly IlBuffer _il = new();
    private readonly List<Operand> _stack = [];
    private readonly List<Frame> _frames = [];
    private readonly int _instance;
    private readonly int _localCount;

    private bool _reachable = true;
    private int _skipped;
    private bool _calls;
    private int _memory = -1;
    private int _halted = -1;

    private FunctionEmitter(ModuleContext context, FunctionType type, FunctionBody body)
    {
        _context = context;
        _type = type;
        _instance = type.Parameters.Length;
        _localCount = body.Locals.Length;
        _il.Locals.AddRange(body.Locals);
    }

    private Frame Current => _frames[^1];

    /// <summary>Translates a function into a buffer ready to be written.</summary>
    public static IlBuffer Emit(ModuleContext context, FunctionType type, FunctionBody body, InstructionReader code)
    {
        var emitter = new FunctionEmitter(context, type, body);
        emitter._frames.Add(new Frame(Opcode.Block, type, 0, emitter._il.NewLabel()));
        while (!code.AtEnd)
        {
            emitter.Step(code.Next());
        }

        emitter.Epilogue();
        if (emitter._memory >= 0)
        {
            AddressCache.Apply(emitter._il, emitter._memory);
        }

        emitter.Prologue();
        return emitter._il;
    }

    private void Step(Instruction instruction)
    {
        if (!_reachable && Skip(instruction.Code))
        {
            return;
        }

        switch (instruction.Code)
        {
            case Opcode.Nop: break;
            case Opcode.Unreachable: EmitTrap(WasmTrap.Unreachable); break;
            case Opcode.Block: Enter(Opcode.Block, instruction.Type!); break;
            case Opcode.Loop: EnterLoop(instruction.Type!); break;
            case Opcode.If: EnterIf(instruction.Type!); break;
            case Opcode.Else: Else(); break;
            case Opcode.End: End(); break;
            case Opcode.Br: Branch(instruction.Index); break;
            case Opcode.BrIf: BranchIf(instruction.Index); break;
            case Opcode.BrTable: BranchTable(instruction.Labels!); break;
            case Opcode.Return: Return(); break;
            case Opcode.Call: Call(instruction.Index); break;
            case Opcode.CallIndirect: CallIndirect(instruction.Index); break;
            case Opcode.Drop: Drop(); break;
            case Opcode.Select or Opcode.SelectT: Select(); break;
            case Opcode.LocalGet: LocalGet(instruction.Index); break;
            case Opcode.LocalSet: LocalSet(instruction.Index); break;
            case Opcode.LocalTee: LocalTee(instruction.Index); break;
            case Opcode.GlobalGet: GlobalGet(instruction.Index); break;
            case Opcode.GlobalSet: GlobalSet(instruction.Index); break;
            default:
                if (!Constant(instruction) && !Memory(instruction))
                {
                    Numeric(instruction);
                }

                break;
        }
    }

    private bool Skip(Opcode code)
    {
        switch (code)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If:
                _skipped++;
                return true;
            case Opcode.End when _skipped > 0:
                _skipped--;
                return true;
            default:
                return _skipped > 0 || code is not (Opcode.End or Opcode.Else);
        }
    }

    private Operand Push(WasmType type, int start)
    {
        var operand = new Operand(type, start, _il.Count);
        _stack.Add(operand);
        return operand;
    }

    private Operand Pop()
    {
        var operand = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return operand;
    }

    /// <summary>Pops what an instruction takes, and answers where the first operand's code begins.</summary>
    private int PopOperands(int count)
    {
        var start = count == 0 ? _il.Count : _stack[^count].Start;
        _stack.RemoveRange(_stack.Count - count, count);
        return start;
    }

    /// <summary>Replaces an instruction's operands by its results, its code having been emitted.</summary>
    private void Apply(FunctionType signature, int before)
    {
        var start = signature.Parameters.Length == 0 ? before : PopOperands(signature.Parameters.Length);
        foreach (var result in signature.Results)
        {
            Push(result, start);
        }
    }

    /// <summary>Whether the last instruction is the one that made the topmost operand.</summary>
    private bool TopIs(IlKind kind) => _stack.Count > Current.Height && _stack[^1].End == _il.Count && _il.Last.Kind == kind;

    private void EmitTrap(WasmTrap trap)
    {
        _il.Int32((int)trap);
        _il.Call(_context.Runtime.Trap);
        _il.Plain(OpCodes.Throw);
        Unreachable();
    }

    private void Unreachable()
    {
        _reachable = false;
        _stack.RemoveRange(Current.Height, _stack.Count - Current.Height);
    }

    private void Epilogue()
    {
        if (_halted >= 0)
        {
            _il.Mark(_halted);
            _il.Int32((int)WasmTrap.Halted);
            _il.Call(_context.Runtime.Trap);
            _il.Plain(OpCodes.Throw);
        }
    }

    private void Prologue()
    {
        var prologue = new List<IlInstruction>();
        if (_calls || _localCount > 64)
        {
            StackCheck(prologue);
        }

        if (_memory >= 0)
        {
            prologue.Add(new(IlKind.LoadArgument, Number: _instance));
            prologue.Add(new(IlKind.Member, OpCodes.Ldfld, Reference: _context.Runtime.MemoryBase));
            prologue.Add(new(IlKind.StoreLocal, Number: _memory));
        }

        _il.Insert(0, prologue.ToArray());
    }

    private void StackCheck(List<IlInstruction> prologue)
    {
        var marker = _il.Rent(WasmType.I64);
        var deepEnough = _il.NewLabel();
        prologue.AddRange(
        [
            new(IlKind.LoadLocalAddress, Number: marker),
            new(IlKind.Plain, OpCodes.Conv_U),
            new(IlKind.LoadArgument, Number: _instance),
            new(IlKind.Member, OpCodes.Ldfld, Reference: _context.Runtime.StackLimit),
            new(IlKind.Branch, OpCodes.Bge_Un, deepEnough),
            new(IlKind.LoadLocalAddress, Number: marker),
            new(IlKind.Plain, OpCodes.Conv_U),
            new(IlKind.LoadArgument, Number: _instance),
            new(IlKind.Member, OpCodes.Call, Reference: _context.Runtime.OnStackLimit),
            new(IlKind.Mark, Number: deepEnough),
        ]);
    }
}

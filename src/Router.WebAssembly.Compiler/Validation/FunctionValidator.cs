using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Validation;

/// <summary>Checks one function: what it computes is well-typed, and every index names something.</summary>
internal sealed class FunctionValidator
{
    private readonly WasmFile _file;
    private readonly FunctionType _type;
    private readonly WasmType[] _locals;
    private readonly TypeStack _stack = new();

    private FunctionValidator(WasmFile file, FunctionType type, FunctionBody body)
    {
        _file = file;
        _type = type;
        _locals = [.. type.Parameters, .. body.Locals];
    }

    public static void Validate(WasmFile file, FunctionType type, FunctionBody body)
    {
        var validator = new FunctionValidator(file, type, body);
        var code = new InstructionReader(body.Code.Again(), file.Types);
        validator._stack.Open(Opcode.Block, new FunctionType([], type.Results));
        while (validator._stack.Depth > 0)
        {
            validator._stack.Offset = code.Position;
            validator.Check(code.Next());
        }

        if (!code.AtEnd)
        {
            throw new WasmFormatException("A body goes on behind its end", code.Position);
        }
    }

    private void Check(Instruction instruction)
    {
        switch (instruction.Code)
        {
            case Opcode.Nop: break;
            case Opcode.Unreachable: _stack.Unreachable(); break;
            case Opcode.Block or Opcode.Loop: Open(instruction); break;
            case Opcode.If:
                _stack.Pop(WasmType.I32);
                Open(instruction);
                break;
            case Opcode.Else: Else(); break;
            case Opcode.End: End(); break;
            case Opcode.Br:
                _stack.Pop(_stack.Label(instruction.Index).LabelTypes);
                _stack.Unreachable();
                break;
            case Opcode.BrIf: BranchIf(instruction); break;
            case Opcode.BrTable: BranchTable(instruction); break;
            case Opcode.Return:
                _stack.Pop(_type.Results);
                _stack.Unreachable();
                break;
            case Opcode.Call: Apply(Callee(instruction.Index)); break;
            case Opcode.CallIndirect: CallIndirect(instruction); break;
            case Opcode.Drop: _stack.Pop(); break;
            case Opcode.Select: Select(); break;
            case Opcode.SelectT:
                _stack.Pop([instruction.Type!.Results[0], instruction.Type.Results[0], WasmType.I32]);
                _stack.Push(instruction.Type.Results[0]);
                break;
            case Opcode.LocalGet: _stack.Push(Local(instruction.Index)); break;
            case Opcode.LocalSet: _stack.Pop(Local(instruction.Index)); break;
            case Opcode.LocalTee:
                _stack.Pop(Local(instruction.Index));
                _stack.Push(Local(instruction.Index));
                break;
            case Opcode.GlobalGet: _stack.Push(Global(instruction.Index).Type); break;
            case Opcode.GlobalSet: GlobalSet(instruction.Index); break;
            default: Simple(instruction); break;
        }
    }

    private void Open(Instruction instruction)
    {
        _stack.Pop(instruction.Type!.Parameters);
        _stack.Open(instruction.Code, instruction.Type);
    }

    private void Else()
    {
        var frame = _stack.Close();
        if (frame.Kind != Opcode.If)
        {
            throw _stack.Error("An else has no if");
        }

        _stack.Open(Opcode.Else, frame.Type);
    }

    private void End()
    {
        var frame = _stack.Close();
        if (frame.Kind == Opcode.If && !frame.Type.Parameters.AsSpan().SequenceEqual(frame.Type.Results))
        {
            throw _stack.Error("An if without else has results that are not its parameters");
        }

        _stack.Push(frame.Type.Results);
    }

    private void BranchIf(Instruction instruction)
    {
        _stack.Pop(WasmType.I32);
        var types = _stack.Label(instruction.Index).LabelTypes;
        _stack.Pop(types);
        _stack.Push(types);
    }

    private void BranchTable(Instruction instruction)
    {
        _stack.Pop(WasmType.I32);
        var otherwise = _stack.Label(instruction.Labels![^1]).LabelTypes;
        foreach (var label in instruction.Labels)
        {
            // In code never reached the types may differ; nothing is made of it then.
            var types = _stack.Label(label).LabelTypes;
            if (types.Length != otherwise.Length)
            {
                throw _stack.Error("The labels of a br_table carry different numbers of values");
            }

            var actual = new WasmType[types.Length];
            for (var i = types.Length - 1; i >= 0; i--)
            {
                actual[i] = _stack.Pop(types[i]);
            }

            _stack.Push(actual);
        }

        _stack.Unreachable();
    }

    private FunctionType Callee(int function) =>
        function < _file.FunctionCount ? _file.TypeOf(function) : throw _stack.Error($"There is no function {function}");

    private void CallIndirect(Instruction instruction)
    {
        if (instruction.Second != 0 || _file.Table is null)
        {
            throw _stack.Error($"There is no table {instruction.Second}");
        }

        var type = instruction.Index < _file.Types.Count ? _file.Types[instruction.Index] : throw _stack.Error($"There is no type {instruction.Index}");
        if (type.Results.Length > 1)
        {
            throw new WasmUnsupportedException("Calling a function with several results is not translated", instruction.Offset);
        }

        _stack.Pop(WasmType.I32);
        Apply(type);
    }

    private void Select()
    {
        _stack.Pop(WasmType.I32);
        var second = _stack.Pop();
        var first = _stack.Pop(second);
        _stack.Push(second == WasmType.Unknown ? first : second);
    }

    private WasmType Local(int index) => index < _locals.Length ? _locals[index] : throw _stack.Error($"There is no local {index}");

    private Global Global(int index) =>
        index < _file.Globals.Count ? _file.Globals[index] : throw _stack.Error($"There is no global {index}");

    private void GlobalSet(int index)
    {
        if (!Global(index).Mutable)
        {
            throw _stack.Error($"Global {index} is constant");
        }

        _stack.Pop(Global(index).Type);
    }

    /// <summary>Instructions with a type of their own; those of the memory need one.</summary>
    private void Simple(Instruction instruction)
    {
        switch (instruction.Info.Immediate)
        {
            case Immediate.Memory:
                Memory();
                if (1 << (int)instruction.Second > Emit.MemoryAccess.Of(instruction.Code).Width)
                {
                    throw _stack.Error("An alignment is larger than the access");
                }

                break;
            case Immediate.MemoryIndex or Immediate.TwoMemories:
                Memory();
                break;
            case Immediate.DataAndMemory:
                Memory();
                Segment(instruction.Index);
                break;
            case Immediate.Index:
                Segment(instruction.Index);
                break;
            default:
                break;
        }

        Apply(instruction.Info.Signature!);
    }

    private void Memory()
    {
        if (_file.Memory is null)
        {
            throw _stack.Error("There is no memory");
        }
    }

    private void Segment(int index)
    {
        if (_file.DataCount is null || index >= _file.Data.Count)
        {
            throw _stack.Error($"There is no data segment {index}, or their number was not announced");
        }
    }

    private void Apply(FunctionType type)
    {
        _stack.Pop(type.Parameters);
        _stack.Push(type.Results);
    }
}

using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>Locals, globals, calls and the parametric instructions.</summary>
internal sealed partial class FunctionEmitter
{
    private void LocalGet(int index)
    {
        if (index < _instance)
        {
            _il.LoadArgument(index);
            Push(_type.Parameters[index], _il.Count - 1);
        }
        else
        {
            _il.Load(index - _instance);
            Push(_il.Locals[index - _instance], _il.Count - 1);
        }
    }

    private void LocalSet(int index)
    {
        StoreVariable(index);
        Pop();
    }

    private void LocalTee(int index)
    {
        _il.Plain(OpCodes.Dup);
        StoreVariable(index);
        _stack[^1].End = _il.Count;
    }

    private void StoreVariable(int index) => _il.Add(index < _instance
        ? new(IlKind.StoreArgument, Number: index)
        : new(IlKind.StoreLocal, Number: index - _instance));

    private void GlobalGet(int index)
    {
        _il.LoadArgument(_instance);
        _il.Field(OpCodes.Ldfld, _context.Globals[index]);
        Push(_context.File.Globals[index].Type, _il.Count - 2);
    }

    private void GlobalSet(int index)
    {
        _il.Insert(Pop().Start, new IlInstruction(IlKind.LoadArgument, Number: _instance));
        _il.Field(OpCodes.Stfld, _context.Globals[index]);
    }

    private void Call(int function)
    {
        _calls = true;
        var before = _il.Count;
        _il.LoadArgument(_instance);
        _il.Call(_context.Functions[function]);
        Apply(_context.File.TypeOf(function), before);
    }

    private void CallIndirect(int type)
    {
        _calls = true;
        var start = _stack[^1].Start;
        _il.Int32(_context.TypeIdentity(type));
        _il.LoadArgument(_instance);
        _il.Call(_context.Runtime.Resolve);
        var target = _il.Rent(WasmType.Unknown);
        _il.Store(target);
        Pop();
        _il.LoadArgument(_instance);
        _il.Load(target);
        _il.Add(new(IlKind.CallIndirect, Reference: _context.File.Types[type]));
        _il.Return(target);
        Apply(_context.File.Types[type], start);
    }

    private void Drop()
    {
        if (TopIs(IlKind.LoadLocal) || TopIs(IlKind.LoadArgument) || TopIs(IlKind.Int32))
        {
            _il.RemoveLast();
        }
        else
        {
            _il.Plain(OpCodes.Pop);
        }

        Pop();
    }

    private void Select()
    {
        var type = _stack[^2].Type;
        _il.Call(_context.Select(type));
        Push(type, PopOperands(3));
    }

    private bool Constant(Instruction instruction)
    {
        IlKind? kind = instruction.Code switch
        {
            Opcode.I32Const => IlKind.Int32,
            Opcode.I64Const => IlKind.Int64,
            Opcode.F32Const => IlKind.Single,
            Opcode.F64Const => IlKind.Double,
            _ => null,
        };
        if (kind is not { } known)
        {
            return false;
        }

        _il.Add(new(known, Number: instruction.Value));
        Push(instruction.Info.Signature!.Results[0], _il.Count - 1);
        return true;
    }
}

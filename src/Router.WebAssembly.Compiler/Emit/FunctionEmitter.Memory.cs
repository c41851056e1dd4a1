using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>Loads, stores, and what acts on the whole memory.</summary>
internal sealed partial class FunctionEmitter
{
    private bool Memory(Instruction instruction)
    {
        if (instruction.Info.Immediate == Immediate.Memory)
        {
            var access = MemoryAccess.Of(instruction.Code);
            if (instruction.Info.Signature!.Results.Length == 1)
            {
                Load(access, instruction);
            }
            else
            {
                Store(access, instruction);
            }

            return true;
        }

        var before = _il.Count;
        switch (instruction.Code)
        {
            case Opcode.MemorySize: CallRuntime(_context.Runtime.MemorySize); break;
            case Opcode.MemoryGrow: CallRuntime(_context.Runtime.MemoryGrow); break;
            case Opcode.MemoryCopy: CallRuntime(_context.Runtime.MemoryCopy); break;
            case Opcode.MemoryFill: CallRuntime(_context.Runtime.MemoryFill); break;
            case Opcode.MemoryInit: MemoryInit(instruction.Index); break;
            case Opcode.DataDrop: DataDrop(instruction.Index); break;
            default: return false;
        }

        Apply(instruction.Info.Signature!, before);
        return true;
    }

    private void Load(MemoryAccess access, Instruction instruction)
    {
        Address(_stack[^1], (uint)instruction.Value, access.Width);
        _il.Plain(access.Code);
        if (access.Conversion is { } conversion)
        {
            _il.Plain(conversion);
        }

        Apply(instruction.Info.Signature!, _il.Count);
    }

    private void Store(MemoryAccess access, Instruction instruction)
    {
        if (_context.Options.Access == MemoryMode.Checked)
        {
            // The value comes first, as it may trap on its own.
            var value = StoreTop();
            Address(_stack[^1], (uint)instruction.Value, access.Width);
            _il.Load(value);
            Push(_il.Locals[value], _il.Count - 1);
            _il.Return(value);
        }
        else
        {
            Address(_stack[^2], (uint)instruction.Value, access.Width);
        }

        if (access.Conversion is { } conversion)
        {
            _il.Plain(conversion);
        }

        _il.Plain(access.Code);
        Apply(instruction.Info.Signature!, _il.Count);
    }

    /// <summary>Turns an operand into an address of the machine, right behind the code that computes it.</summary>
    private void Address(Operand operand, uint offset, int width)
    {
        var at = operand.End;
        if (_context.Options.Access == MemoryMode.Checked)
        {
            _il.Insert(
                at,
                new(IlKind.Int32, Number: (int)offset),
                new(IlKind.Int32, Number: width),
                new(IlKind.LoadArgument, Number: _instance),
                new(IlKind.Member, OpCodes.Call, Reference: _context.Runtime.CheckedAddress));
            return;
        }

        if (_memory < 0)
        {
            _memory = _il.NewLocal(WasmType.Unknown);
        }

        var mask = (int)((1L << _context.Options.AddressBits) - 1);
        var last = _il.Instructions[at - 1];
        if (last.Kind == IlKind.Int32)
        {
            // Wrapped as a whole: mask and offset together may be more than an Int32.
            _il.RemoveAt(at - 1);
            _il.Insert(
                at - 1,
                new(IlKind.LoadLocal, Number: _memory),
                new(IlKind.Int32, Number: (int)(last.Number + offset) & mask),
                new(IlKind.Plain, OpCodes.Add));
            return;
        }

        if (offset >= WasmMemory.PageSize)
        {
            _il.Insert(at, new(IlKind.Int32, Number: (int)offset), new(IlKind.Plain, OpCodes.Add));
            at += 2;
            offset = 0;
        }

        // The masked address is never negative, so adding it to an address needs no conversion.
        _il.Insert(
            at,
            new(IlKind.Int32, Number: mask),
            new(IlKind.Plain, OpCodes.And),
            new(IlKind.LoadLocal, Number: _memory),
            new(IlKind.Plain, OpCodes.Add));
        if (offset > 0)
        {
            _il.Insert(at + 4, new(IlKind.Int32, Number: offset), new(IlKind.Plain, OpCodes.Add));
        }
    }

    private void CallRuntime(System.Reflection.MethodInfo method)
    {
        _il.LoadArgument(_instance);
        _il.Call(method);
    }

    private void MemoryInit(int segment)
    {
        var data = _context.Data[segment];
        if (data.Field is null)
        {
            _il.Int32(0);
            _il.Plain(OpCodes.Conv_U);
        }
        else
        {
            _il.Field(OpCodes.Ldsflda, data.Field);
            _il.Plain(OpCodes.Conv_U);
        }

        // A dropped segment has the length zero.
        _il.LoadArgument(_instance);
        _il.Field(OpCodes.Ldfld, data.Length);
        CallRuntime(_context.Runtime.MemoryInit);
    }

    private void DataDrop(int segment)
    {
        _il.LoadArgument(_instance);
        _il.Int32(0);
        _il.Field(OpCodes.Stfld, _context.Data[segment].Length);
    }
}

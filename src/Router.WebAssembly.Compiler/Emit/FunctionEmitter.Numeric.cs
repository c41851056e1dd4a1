using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>Arithmetic, comparisons and conversions.</summary>
internal sealed partial class FunctionEmitter
{
    private void Numeric(Instruction instruction)
    {
        var signature = instruction.Info.Signature!;
        var before = _il.Count;
        switch (instruction.Code)
        {
            case Opcode.I32Eqz: EqualsZero(IlKind.Int32); break;
            case Opcode.I64Eqz: EqualsZero(IlKind.Int64); break;
            case Opcode.F32ReinterpretI32 when TopIs(IlKind.Int32): ReinterpretConstant(); break;
            case Opcode.I32Shl or Opcode.I64Shl: Shift(OpCodes.Shl, signature); break;
            case Opcode.I32ShrS or Opcode.I64ShrS: Shift(OpCodes.Shr, signature); break;
            case Opcode.I32ShrU or Opcode.I64ShrU: Shift(OpCodes.Shr_Un, signature); break;
            default:
                if (Comparisons.Find(instruction.Code) is { } comparison)
                {
                    _il.Compare(comparison);
                }
                else if (NumericCode.Find(instruction.Code) is { } codes)
                {
                    foreach (var code in codes)
                    {
                        _il.Plain(code);
                    }
                }
                else
                {
                    _il.Call(_context.Runtime.Numeric(instruction.Code));
                }

                break;
        }

        Apply(signature, before);
    }

    private void EqualsZero(IlKind zero)
    {
        if (TopIs(IlKind.Compare))
        {
            var comparison = _il.Last.Comparison;
            _il.RemoveLast();
            _il.Compare(comparison.Negated());
            return;
        }

        _il.Add(new(zero, Number: 0));
        _il.Compare(new(Relation.Equal, Un: false, IsFloat: false));
    }

    private void ReinterpretConstant()
    {
        var bits = _il.Last.Number;
        _il.RemoveLast();
        _il.Add(new(IlKind.Single, Number: bits));
    }

    // IL leaves shifts by the width or more open, WebAssembly takes them modulo the width.
    private void Shift(OpCode code, FunctionType signature)
    {
        var mask = signature.Results[0] == WasmType.I32 ? 31 : 63;
        if (TopIs(IlKind.Int32) || TopIs(IlKind.Int64))
        {
            var count = (int)_il.Last.Number & mask;
            _il.RemoveLast();
            _il.Int32(count);
        }
        else
        {
            if (mask == 63)
            {
                _il.Plain(OpCodes.Conv_I4);
            }

            _il.Int32(mask);
            _il.Plain(OpCodes.And);
        }

        _il.Plain(code);
    }
}

using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>Writes a buffer as a method's body, in the shortest encodings, and counts its instructions.</summary>
internal sealed class IlWriter(ModuleContext context, ILGenerator il)
{
    private Label[] _labels = [];

    /// <summary>Instructions written.</summary>
    public int Count { get; private set; }

    public void Write(IlBuffer buffer)
    {
        foreach (var local in buffer.Locals)
        {
            il.DeclareLocal(context.Runtime.Of(local));
        }

        _labels = Enumerable.Range(0, buffer.Labels).Select(_ => il.DefineLabel()).ToArray();
        foreach (var instruction in buffer.Instructions)
        {
            Write(instruction);
        }
    }

    private void Write(IlInstruction instruction)
    {
        Count++;
        var number = (int)instruction.Number;
        switch (instruction.Kind)
        {
            case IlKind.Plain: il.Emit(instruction.Code); break;
            case IlKind.Int32: Integer(number); break;
            case IlKind.Int64: il.Emit(OpCodes.Ldc_I8, instruction.Number); break;
            case IlKind.Single when RuntimeMembers.IsSignalling(number):
                Integer(number);
                il.Emit(OpCodes.Call, context.Runtime.SingleFromBits);
                Count++;
                break;
            case IlKind.Single: il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle(number)); break;
            case IlKind.Double: il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(instruction.Number)); break;
            case IlKind.LoadLocal: Slot(number, OpCodes.Ldloc_S, OpCodes.Ldloc, [OpCodes.Ldloc_0, OpCodes.Ldloc_1, OpCodes.Ldloc_2, OpCodes.Ldloc_3]); break;
            case IlKind.StoreLocal: Slot(number, OpCodes.Stloc_S, OpCodes.Stloc, [OpCodes.Stloc_0, OpCodes.Stloc_1, OpCodes.Stloc_2, OpCodes.Stloc_3]); break;
            case IlKind.LoadLocalAddress: Slot(number, OpCodes.Ldloca_S, OpCodes.Ldloca, []); break;
            case IlKind.LoadArgument: Slot(number, OpCodes.Ldarg_S, OpCodes.Ldarg, [OpCodes.Ldarg_0, OpCodes.Ldarg_1, OpCodes.Ldarg_2, OpCodes.Ldarg_3]); break;
            case IlKind.StoreArgument: Slot(number, OpCodes.Starg_S, OpCodes.Starg, []); break;
            case IlKind.Branch: il.Emit(instruction.Code, _labels[number]); break;
            case IlKind.Switch: il.Emit(OpCodes.Switch, ((int[])instruction.Reference!).Select(label => _labels[label]).ToArray()); break;
            case IlKind.Compare: Compare(instruction.Comparison); break;
            case IlKind.CallIndirect: CallIndirect((FunctionType)instruction.Reference!); break;
            case IlKind.Member when instruction.Reference is FieldInfo field: il.Emit(instruction.Code, field); break;
            case IlKind.Member: il.Emit(instruction.Code, (MethodInfo)instruction.Reference!); break;
            case IlKind.Mark:
                il.MarkLabel(_labels[number]);
                Count--;
                break;
            default: throw new InvalidOperationException($"{instruction.Kind} has no encoding.");
        }
    }

    private void Integer(int value)
    {
        switch (value)
        {
            case -1: il.Emit(OpCodes.Ldc_I4_M1); break;
            case 0: il.Emit(OpCodes.Ldc_I4_0); break;
            case 1: il.Emit(OpCodes.Ldc_I4_1); break;
            case 2: il.Emit(OpCodes.Ldc_I4_2); break;
            case 3: il.Emit(OpCodes.Ldc_I4_3); break;
            case 4: il.Emit(OpCodes.Ldc_I4_4); break;
            case 5: il.Emit(OpCodes.Ldc_I4_5); break;
            case 6: il.Emit(OpCodes.Ldc_I4_6); break;
            case 7: il.Emit(OpCodes.Ldc_I4_7); break;
            case 8: il.Emit(OpCodes.Ldc_I4_8); break;
            case >= sbyte.MinValue and <= sbyte.MaxValue: il.Emit(OpCodes.Ldc_I4_S, (sbyte)value); break;
            default: il.Emit(OpCodes.Ldc_I4, value); break;
        }
    }

    private void Slot(int index, OpCode small, OpCode large, ReadOnlySpan<OpCode> first)
    {
        if (index < first.Length)
        {
            il.Emit(first[index]);
        }
        else if (index <= byte.MaxValue)
        {
            il.Emit(small, (byte)index);
        }
        else
        {
            il.Emit(large, unchecked((short)index));
        }
    }

    private void Compare(Comparison comparison)
    {
        if (comparison.Value() is { } direct)
        {
            il.Emit(direct);
            return;
        }

        il.Emit(comparison.Negated().Value()!.Value);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ceq);
        Count += 2;
    }

    // The instance goes by its base type: signatures are encoded at once, and the class itself has no token yet.
    private void CallIndirect(FunctionType type) => il.EmitCalli(
        OpCodes.Calli,
        CallingConventions.Standard,
        context.Runtime.ReturnOf(type),
        [.. type.Parameters.Select(context.Runtime.Of), context.Runtime.Module],
        null);
}

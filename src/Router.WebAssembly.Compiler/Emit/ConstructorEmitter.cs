using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>The constructor, which makes an instance, and the function table that all instances share.</summary>
internal static class ConstructorEmitter
{
    public static void Emit(ModuleContext context)
    {
        var runtime = context.Runtime;
        var int32 = runtime.Of(WasmType.I32);
        var constructor = context.Type.DefineConstructor(MethodAttributes.Family, CallingConventions.HasThis, [int32]);
        constructor.DefineParameter(1, ParameterAttributes.None, "maximumPages");
        var memory = context.File.Memory ?? new Limits(0, 0);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, memory.Minimum);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, memory.Maximum ?? int.MaxValue);
        il.Emit(OpCodes.Ldc_I4, context.Options.AddressBits);
        il.Emit(OpCodes.Call, Table(context));
        il.Emit(OpCodes.Call, runtime.Constructor);
        for (var i = 0; i < context.Globals.Count; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            Load(context, il, context.File.Globals[i].Type, context.File.Evaluate(context.File.Globals[i].Value));
            il.Emit(OpCodes.Stfld, context.Globals[i]);
        }

        for (var i = 0; i < context.Data.Count; i++)
        {
            Segment(context, il, i);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void Segment(ModuleContext context, ILGenerator il, int index)
    {
        var segment = context.File.Data[index];
        var length = segment.Bytes.Length;
        if (segment.Offset is not { } offset)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, length);
            il.Emit(OpCodes.Stfld, context.Data[index].Length);
            return;
        }

        il.Emit(OpCodes.Ldc_I4, (int)context.File.Evaluate(offset));
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ldc_I4, length);
        if (context.Data[index].Field is { } field)
        {
            il.Emit(OpCodes.Ldsflda, field);
        }
        else
        {
            il.Emit(OpCodes.Ldc_I4_0);
        }

        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldc_I4, length);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, context.Runtime.MemoryInit);
    }

    private static void Load(ModuleContext context, ILGenerator il, WasmType type, long bits)
    {
        switch (type)
        {
            case WasmType.I32: il.Emit(OpCodes.Ldc_I4, (int)bits); break;
            case WasmType.I64: il.Emit(OpCodes.Ldc_I8, bits); break;
            case WasmType.F32 when RuntimeMembers.IsSignalling((int)bits):
                il.Emit(OpCodes.Ldc_I4, (int)bits);
                il.Emit(OpCodes.Call, context.Runtime.SingleFromBits);
                break;
            case WasmType.F32: il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle((int)bits)); break;
            default: il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(bits)); break;
        }
    }

    // Made once and never changed: two threads that make it at the same time make the same.
    private static MethodBuilder Table(ModuleContext context)
    {
        var array = context.Runtime.Function.MakeArrayType();
        var field = context.Type.DefineField("table", array, FieldAttributes.Private | FieldAttributes.Static);
        var method = context.Type.DefineMethod("CreateTable", MethodAttributes.Private | MethodAttributes.Static, array, []);
        var il = method.GetILGenerator();
        il.DeclareLocal(array);
        var missing = il.DefineLabel();
        il.Emit(OpCodes.Ldsfld, field);
        il.Emit(OpCodes.Brfalse, missing);
        il.Emit(OpCodes.Ldsfld, field);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(missing);
        il.Emit(OpCodes.Ldc_I4, context.File.Table?.Minimum ?? 0);
        il.Emit(OpCodes.Newarr, context.Runtime.Function);
        il.Emit(OpCodes.Stloc_0);
        foreach (var (index, function) in context.File.TableContents())
        {
            var type = function < context.File.Imports.Count
                ? context.File.Imports[function].Type
                : context.File.Functions[function - context.File.Imports.Count];
            il.Emit(OpCodes.Ldloc_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldc_I4, context.TypeIdentity(type));
            il.Emit(OpCodes.Ldftn, context.Functions[function]);
            il.Emit(OpCodes.Newobj, context.Runtime.FunctionConstructor);
            il.Emit(OpCodes.Stelem, context.Runtime.Function);
        }

        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Stsfld, field);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ret);
        return method;
    }
}

using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>The fields that make up an instance's state, and the accessors through which it is saved and restored.</summary>
internal static class StateEmitter
{
    public static void Fields(ModuleContext context)
    {
        for (var i = 0; i < context.File.Globals.Count; i++)
        {
            context.Globals.Add(context.Type.DefineField(
                $"g{i}", context.Runtime.Of(context.File.Globals[i].Type), FieldAttributes.Private));
        }

        for (var i = 0; i < context.File.Data.Count; i++)
        {
            var bytes = context.File.Data[i].Bytes.ToArray();
            context.Data.Add(new DataField(
                bytes.Length == 0 ? null : context.Type.DefineInitializedData($"Data{i}", bytes, FieldAttributes.Assembly | FieldAttributes.Static),
                context.Type.DefineField($"length{i}", context.Runtime.Of(WasmType.I32), FieldAttributes.Private)));
        }
    }

    /// <summary>The mutable globals, then the lengths of the segments that can be dropped.</summary>
    public static void Accessors(ModuleContext context)
    {
        var fields = context.Globals.Where((_, i) => context.File.Globals[i].Mutable)
            .Zip(context.File.Globals.Where(global => global.Mutable), (field, global) => new StateField(field, global.Type))
            .Concat(context.Data.Select((data, i) => (data.Length, Segment: context.File.Data[i])).Where(data => data.Segment.Offset is null)
                .Select(data => new StateField(data.Length, WasmType.I32, data.Segment.Bytes.Length)))
            .ToArray();
        var count = Override(context, "get_GlobalCount", MethodAttributes.Public);
        count.Emit(OpCodes.Ldc_I4, fields.Length);
        count.Emit(OpCodes.Ret);

        var get = Override(context, "GetGlobal", MethodAttributes.Family);
        Each(get, fields, field =>
        {
            get.Emit(OpCodes.Ldarg_0);
            get.Emit(OpCodes.Ldfld, field.Field);
            Reinterpret(context, get, field.Type, Opcode.I32ReinterpretF32, Opcode.I64ReinterpretF64);
            get.Emit(OpCodes.Conv_U8);
        });
        get.Emit(OpCodes.Ldc_I8, 0L);
        get.Emit(OpCodes.Ret);

        var set = Override(context, "SetGlobal", MethodAttributes.Family);
        Each(set, fields, field =>
        {
            set.Emit(OpCodes.Ldarg_0);
            set.Emit(OpCodes.Ldarg_2);
            if (field.SegmentLength is { } length)
            {
                // There or dropped, but never longer than it is, whatever was stored: memory.init trusts the length.
                set.Emit(OpCodes.Ldc_I4_0);
                set.Emit(OpCodes.Conv_U8);
                set.Emit(OpCodes.Cgt_Un);
                set.Emit(OpCodes.Ldc_I4, length);
                set.Emit(OpCodes.Mul);
            }
            else if (field.Type is WasmType.I32 or WasmType.F32)
            {
                set.Emit(OpCodes.Conv_I4);
            }

            Reinterpret(context, set, field.Type, Opcode.F32ReinterpretI32, Opcode.F64ReinterpretI64);
            set.Emit(OpCodes.Stfld, field.Field);
        });
        set.Emit(OpCodes.Ret);
    }

    private static void Reinterpret(ModuleContext context, ILGenerator il, WasmType type, Opcode single, Opcode twice)
    {
        if (type is WasmType.F32 or WasmType.F64)
        {
            il.Emit(OpCodes.Call, context.Runtime.Numeric(type == WasmType.F32 ? single : twice));
        }
    }

    private static ILGenerator Override(ModuleContext context, string name, MethodAttributes access)
    {
        var overridden = context.Runtime.Method(name);
        var method = context.Type.DefineMethod(
            name,
            access | MethodAttributes.Virtual | MethodAttributes.HideBySig | (name.StartsWith("get_", StringComparison.Ordinal) ? MethodAttributes.SpecialName : 0),
            overridden.ReturnType,
            overridden.GetParameters().Select(parameter => parameter.ParameterType).ToArray());
        if (method.IsSpecialName)
        {
            context.Type.DefineProperty(name[4..], PropertyAttributes.None, overridden.ReturnType, null).SetGetMethod(method);
        }

        return method.GetILGenerator();
    }

    private static void Each(ILGenerator il, StateField[] fields, Action<StateField> emit)
    {
        if (fields.Length == 0)
        {
            return;
        }

        var cases = fields.Select(_ => il.DefineLabel()).ToArray();
        var after = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Switch, cases);
        il.Emit(OpCodes.Br, after);
        for (var i = 0; i < fields.Length; i++)
        {
            il.MarkLabel(cases[i]);
            emit(fields[i]);
            il.Emit(OpCodes.Ret);
        }

        il.MarkLabel(after);
    }

    private sealed record StateField(FieldInfo Field, WasmType Type, int? SegmentLength = null);
}

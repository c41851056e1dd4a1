using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>Makes the class of a validated module.</summary>
internal sealed class ModuleEmitter(ModuleContext context)
{
    // A frame has to fit into what the runtime keeps free of the stack, as its size is only checked once it is there.
    private const int MaximumLocals = 8_000;

    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _methods = new(StringComparer.Ordinal);

    private WasmFile File => context.File;

    private RuntimeMembers Runtime => context.Runtime;

    private TypeBuilder Type => context.Type;

    public List<MethodSize> Emit(string buildId)
    {
        Type.DefineField("BuildId", Runtime.Core("System.String"), FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.Literal)
            .SetConstant(buildId);
        StateEmitter.Fields(context);
        foreach (var import in File.Imports)
        {
            context.Functions.Add(Import(import));
        }

        for (var i = 0; i < File.Functions.Count; i++)
        {
            context.Functions.Add(Declare(i));
        }

        var sizes = File.Bodies.Select((body, i) => Body(i, body)).ToList();
        foreach (var export in File.Exports.Where(export => export.Kind == 0))
        {
            Export(context.Options.Names.Export(export.Name), export.Index, export.Offset);
        }

        if (File.Start is { } start)
        {
            Export("Start", start, 0);
        }

        StateEmitter.Accessors(context);
        ConstructorEmitter.Emit(context);
        return sizes;
    }

    /// <summary>An abstract method to override, and a static one that calls it with the instance last.</summary>
    private MethodBuilder Import(Import import)
    {
        var type = File.Types[import.Type];
        var name = context.Options.Names.Import(import.Module, import.Name);
        if (!_members.Add(name))
        {
            throw new WasmFormatException($"Two imports would be called {name}: give one another name", 0);
        }

        var result = Runtime.ReturnOf(type);
        var target = Type.DefineMethod(
            name,
            MethodAttributes.Family | MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            result,
            type.Parameters.Select(Runtime.Of).ToArray());
        var thunk = Static($"Call{name}", type);
        var il = thunk.GetILGenerator();
        il.Emit(OpCodes.Ldarg, (short)type.Parameters.Length);
        for (var i = 0; i < type.Parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg, (short)i);
        }

        il.Emit(OpCodes.Callvirt, target);
        il.Emit(OpCodes.Ret);
        return thunk;
    }

    private MethodBuilder Declare(int function)
    {
        var index = File.Imports.Count + function;
        var name = File.Names.TryGetValue(index, out var given) ? NameMap.Identifier(given) : $"f{index}";
        return Static(_methods.Add(name) ? name : $"{name}_{index}", File.TypeOf(index));
    }

    private MethodBuilder Static(string name, FunctionType type) => Type.DefineMethod(
        name, MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig, Runtime.ReturnOf(type), context.Parameters(type));

    private MethodSize Body(int function, FunctionBody body)
    {
        var method = (MethodBuilder)context.Functions[File.Imports.Count + function];
        var type = File.Types[File.Functions[function]];
        var buffer = FunctionEmitter.Emit(context, type, body, new InstructionReader(body.Code.Again(), File.Types));
        if (buffer.Locals.Count > MaximumLocals)
        {
            throw new WasmUnsupportedException($"The function {method.Name} has {buffer.Locals.Count} locals, more than {MaximumLocals}", body.Code.Position);
        }

        var generator = method.GetILGenerator();
        var writer = new IlWriter(context, generator);
        writer.Write(buffer);
        if (writer.Count > context.Options.MaximumInstructions)
        {
            throw new WasmFormatException(
                $"The function {method.Name} becomes {writer.Count} instructions of IL, more than the {context.Options.MaximumInstructions} allowed: the just-in-time compiler would not optimise it",
                body.Code.Position);
        }

        return new MethodSize(method.Name, writer.Count, generator.ILOffset, buffer.Locals.Count);
    }

    /// <summary>A public method that enters, calls, and leaves; whatever comes through ends the instance.</summary>
    private void Export(string name, int function, int offset)
    {
        if (!_members.Add(name))
        {
            throw new WasmFormatException($"Two members would be called {name}: give one another name", offset);
        }

        var type = File.TypeOf(function);
        var result = Runtime.ReturnOf(type);
        var method = Type.DefineMethod(
            name, MethodAttributes.Public | MethodAttributes.HideBySig, result, type.Parameters.Select(Runtime.Of).ToArray());
        var il = method.GetILGenerator();
        var hasResult = type.Results.Length > 0;
        if (hasResult)
        {
            il.DeclareLocal(result);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Runtime.Method("Enter"));
        il.BeginExceptionBlock();
        for (var i = 1; i <= type.Parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg, (short)i);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, context.Functions[function]);
        if (hasResult)
        {
            il.Emit(OpCodes.Stloc_0);
        }

        il.BeginCatchBlock(Runtime.Core("System.Object"));
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Runtime.Method("Fail"));
        il.Emit(OpCodes.Rethrow);
        il.EndExceptionBlock();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Runtime.Method("Leave"));
        if (hasResult)
        {
            il.Emit(OpCodes.Ldloc_0);
        }

        il.Emit(OpCodes.Ret);
    }
}

using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Router.WebAssembly.Compiler;

namespace Router.WebAssembly.Tests.Support;

/// <summary>A module translated, loaded and made an instance of, its imports answered by a delegate.</summary>
internal sealed class Instance : IDisposable
{
    private static readonly string[] Platform =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    private readonly WasmModule _module;

    private Instance(WasmModule module) => _module = module;

    public WasmModule Module => _module;

    public static Type Load(byte[] wasm, MemoryMode mode = MemoryMode.Checked, int addressBits = 20)
    {
        var name = $"Module{Guid.NewGuid():N}";
        var compiled = WasmCompiler.Compile(wasm, Options(name) with { Access = mode, AddressBits = addressBits });
        var context = new AssemblyLoadContext(name, isCollectible: false);
        return Concrete(context.LoadFromStream(new MemoryStream(compiled.Assembly.ToArray())).GetType("Tests.Module", throwOnError: true)!);
    }

    public static WasmCompilerOptions Options(string name) => new()
    {
        AssemblyName = name,
        Namespace = "Tests",
        ClassName = "Module",
        References = Platform,
        AddressBits = 20,
    };

    public static Instance Create(byte[] wasm, MemoryMode mode = MemoryMode.Checked, int pages = 16, Func<string, object?[], object?>? host = null) =>
        Create(Load(wasm, mode), pages, host);

    public static Instance Create(Type type, int pages = 16, Func<string, object?[], object?>? host = null)
    {
        try
        {
            return new Instance((WasmModule)Activator.CreateInstance(type, pages, host ?? ((_, _) => null))!);
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    /// <summary>Calls an export by the name the module gives it.</summary>
    public object? Call(string export, params object[] arguments) =>
        _module.GetType().GetMethod($"Export_{export}")!.Invoke(_module, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>The trap a call ends with.</summary>
    public WasmTrap Trap(string export, params object[] arguments) =>
        FluentActions.Invoking(() => Call(export, arguments)).Should().Throw<WasmTrapException>().Which.Trap;

    public void Dispose() => _module.Dispose();

    private static Type Concrete(Type type)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{type.Assembly.GetName().Name}Host"), AssemblyBuilderAccess.Run);
        var concrete = assembly.DefineDynamicModule("Host").DefineType("Host", TypeAttributes.Public, type);
        var hostType = typeof(Func<string, object?[], object?>);
        var host = concrete.DefineField("Host", hostType, FieldAttributes.Private);
        var constructor = concrete.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(int), hostType]).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Ldarg_2);
        constructor.Emit(OpCodes.Stfld, host);
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Ldarg_1);
        constructor.Emit(OpCodes.Call, type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single());
        constructor.Emit(OpCodes.Ret);
        foreach (var import in type.GetMethods(BindingFlags.Instance | BindingFlags.NonPublic).Where(method => method.IsAbstract))
        {
            Override(concrete, host, import);
        }

        return concrete.CreateType();
    }

    private static void Override(TypeBuilder type, FieldBuilder host, MethodInfo import)
    {
        var parameters = import.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var il = type.DefineMethod(import.Name, (import.Attributes & ~MethodAttributes.Abstract & ~MethodAttributes.NewSlot), import.ReturnType, parameters)
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, host);
        il.Emit(OpCodes.Ldstr, import.Name);
        il.Emit(OpCodes.Ldc_I4, parameters.Length);
        il.Emit(OpCodes.Newarr, typeof(object));
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Box, parameters[i]);
            il.Emit(OpCodes.Stelem_Ref);
        }

        il.Emit(OpCodes.Callvirt, host.FieldType.GetMethod("Invoke")!);
        if (import.ReturnType == typeof(void))
        {
            il.Emit(OpCodes.Pop);
        }
        else
        {
            il.Emit(OpCodes.Unbox_Any, import.ReturnType);
        }

        il.Emit(OpCodes.Ret);
    }
}

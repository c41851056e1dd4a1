using System.Reflection;
using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>What the translation of any one function needs to know of the module.</summary>
internal sealed class ModuleContext(WasmFile file, WasmCompilerOptions options, RuntimeMembers runtime, TypeBuilder type)
{
    private readonly Dictionary<WasmType, MethodBuilder> _select = [];
    private readonly Dictionary<FunctionType, int> _identities = [];

    public WasmFile File { get; } = file;

    public WasmCompilerOptions Options { get; } = options;

    public RuntimeMembers Runtime { get; } = runtime;

    /// <summary>The class being made.</summary>
    public TypeBuilder Type { get; } = type;

    /// <summary>The methods of all functions, imported ones first.</summary>
    public List<MethodInfo> Functions { get; } = [];

    public List<FieldInfo> Globals { get; } = [];

    public List<DataField> Data { get; } = [];

    /// <summary>A number above zero, equal for equal types.</summary>
    public int TypeIdentity(int index)
    {
        var type = File.Types[index];
        if (!_identities.TryGetValue(type, out var identity))
        {
            _identities.Add(type, identity = _identities.Count + 1);
        }

        return identity;
    }

    public Type[] Parameters(FunctionType type) => [.. type.Parameters.Select(Runtime.Of), Type];

    /// <summary>
    /// The method behind <c>select</c>: in the module itself, so that it is inlined even in code compiled ahead of time.
    /// </summary>
    public MethodInfo Select(WasmType wasmType)
    {
        if (_select.TryGetValue(wasmType, out var known))
        {
            return known;
        }

        var clr = Runtime.Of(wasmType);
        var method = Type.DefineMethod(
            $"Select{wasmType}", MethodAttributes.Private | MethodAttributes.Static, clr, [clr, clr, Runtime.Of(WasmType.I32)]);
        method.SetImplementationFlags(MethodImplAttributes.AggressiveInlining);
        var il = method.GetILGenerator();
        var second = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Brfalse, second);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(second);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ret);
        _select.Add(wasmType, method);
        return method;
    }
}

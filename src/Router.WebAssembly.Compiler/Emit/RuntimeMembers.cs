using System.Reflection;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>The types and members of .NET and of the runtime library that generated code refers to.</summary>
internal sealed class RuntimeMembers
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private readonly Assembly _core;
    private readonly Assembly _library;
    private readonly Dictionary<Opcode, MethodInfo> _numeric = [];

    public RuntimeMembers(Assembly core, Assembly library)
    {
        _core = core;
        _library = library;
        Module = library.GetType("Router.WebAssembly.WasmModule", throwOnError: true)!;
        Function = library.GetType("Router.WebAssembly.WasmFunction", throwOnError: true)!;
    }

    public Type Module { get; }

    public Type Function { get; }

    public FieldInfo MemoryBase => Field("MemoryBase");

    public FieldInfo StackLimit => Field("StackLimit");

    public FieldInfo HaltRequested => Field("HaltRequested");

    public MethodInfo Trap => Method("Trap");

    public MethodInfo Resolve => Method("Resolve");

    public MethodInfo OnStackLimit => Method("OnStackLimit");

    public MethodInfo MemorySize => Method("MemorySize");

    public MethodInfo MemoryGrow => Method("MemoryGrow");

    public MethodInfo MemoryCopy => Method("MemoryCopy");

    public MethodInfo MemoryFill => Method("MemoryFill");

    public MethodInfo MemoryInit => Method("MemoryInit");

    public MethodInfo CheckedAddress => Method("CheckedAddress");

    public MethodInfo SingleFromBits => _library.GetType("Router.WebAssembly.WasmMath", throwOnError: true)!.GetMethod("SingleFromBits")!;

    public ConstructorInfo Constructor => Module.GetConstructors(Any).Single();

    public ConstructorInfo FunctionConstructor => Function.GetConstructors(Any).Single(constructor => constructor.GetParameters().Length == 2);

    /// <summary>Whether a float's bits are a signalling NaN's, which the just-in-time compiler would quiet: its constants are all doubles.</summary>
    public static bool IsSignalling(int bits) => (bits & 0x7FC0_0000) == 0x7F80_0000 && (bits & 0x003F_FFFF) != 0;

    public MethodInfo Method(string name) => Module.GetMethod(name, Any) ?? throw new MissingMethodException("WasmModule", name);

    public Type Core(string name) => _core.GetType(name, throwOnError: true)!;

    public Type Of(WasmType type) => Core(type switch
    {
        WasmType.I32 => "System.Int32",
        WasmType.I64 => "System.Int64",
        WasmType.F32 => "System.Single",
        WasmType.F64 => "System.Double",
        _ => "System.IntPtr",
    });

    public Type ReturnOf(FunctionType type) => type.Results.Length == 0 ? Core("System.Void") : Of(type.Results[0]);

    /// <summary>The method that a numeric instruction calls.</summary>
    public MethodInfo Numeric(Opcode code)
    {
        if (!_numeric.TryGetValue(code, out var method))
        {
            var (type, name) = NumericCalls.Find(code);
            var owner = type.StartsWith("System.", StringComparison.Ordinal) ? Core(type) : _library.GetType(type, throwOnError: true)!;
            var parameters = OpcodeTable.Find((int)code)!.Signature!.Parameters.Select(Of).ToArray();
            method = owner.GetMethod(name, parameters) ?? owner.GetMethod(name, [Core("System.Double")])!;
            _numeric.Add(code, method);
        }

        return method;
    }

    private FieldInfo Field(string name) => Module.GetField(name, Any) ?? throw new MissingFieldException("WasmModule", name);
}

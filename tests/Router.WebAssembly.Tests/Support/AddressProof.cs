using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Router.WebAssembly.Tests.Support;

/// <summary>
/// Follows values through a translated method's IL, block by block, and lists what is not proven: an access whose address is not the memory's
/// base plus what was masked or constant, or an indirect call of what the table's check did not give out. It knows nothing of how the
/// translator works; what it cannot follow, it does not believe.
/// </summary>
internal sealed class AddressProof
{
    private const int Slack = WasmMemory.PageSize + 16;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    private readonly MethodInfo _method;
    private readonly byte[] _code;
    private readonly long _size;
    private readonly Dictionary<int, string> _signatures;
    private readonly List<string> _doubts = [];
    private readonly List<Value> _stack = [];
    private readonly Dictionary<int, Value> _locals = [];
    private readonly Dictionary<int, int> _writes = [];
    private readonly HashSet<int> _targets = [];
    private int _furthest;

    private AddressProof(MethodInfo method, int addressBits, Dictionary<int, string> signatures)
    {
        _method = method;
        _code = method.GetMethodBody()!.GetILAsByteArray()!;
        _size = 1L << addressBits;
        _signatures = signatures;
    }

    private enum Kind
    {
        Other,
        Memory,
        Number,
        Masked,
        Address,
        Function,
    }

    /// <summary>What is not proven of a class's functions; nothing where all is well.</summary>
    public static IReadOnlyList<string> Doubts(Type module, int addressBits, out int accesses)
    {
        var signatures = new Dictionary<int, string>();
        var doubts = new List<string>();
        accesses = 0;
        foreach (var method in module.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            var proof = new AddressProof(method, addressBits, signatures);
            accesses += proof.Run();
            doubts.AddRange(proof._doubts);
        }

        return doubts;
    }

    private int Run()
    {
        var accesses = 0;
        Walk((at, code, operand) =>
        {
            foreach (var target in Targets(code, operand, at))
            {
                _targets.Add(target);
            }

            if (code.Name!.StartsWith("stloc", StringComparison.Ordinal) || code.Name.StartsWith("ldloca", StringComparison.Ordinal))
            {
                var local = Slot(code, operand);
                _writes[local] = _writes.GetValueOrDefault(local) + 1;
            }
        });
        Walk((at, code, operand) =>
        {
            if (_targets.Contains(at))
            {
                Join();
            }

            accesses += Step(at, code, operand) ? 1 : 0;
            _furthest = Targets(code, operand, at).Append(_furthest).Max();
        });
        return accesses;
    }

    // The base's local is written once, where no branch passes by, so it stands; all else is forgotten.
    private void Join()
    {
        for (var i = 0; i < _stack.Count; i++)
        {
            _stack[i] = default;
        }

        foreach (var (local, value) in _locals.ToArray())
        {
            if (value.Kind != Kind.Memory || _writes[local] != 1)
            {
                _locals.Remove(local);
            }
        }
    }

    private bool Step(int at, OpCode code, int operand)
    {
        var name = code.Name!;
        if (name.StartsWith("ldc.i4", StringComparison.Ordinal))
        {
            Push(new(Kind.Number, Constant(code, operand)));
        }
        else if (name.StartsWith("ldloc", StringComparison.Ordinal) && !name.StartsWith("ldloca", StringComparison.Ordinal))
        {
            Push(_locals.GetValueOrDefault(Slot(code, operand)));
        }
        else if (name.StartsWith("stloc", StringComparison.Ordinal))
        {
            var stored = Pop();
            _locals[Slot(code, operand)] = stored;
            if (stored.Kind == Kind.Memory && _furthest > at)
            {
                Doubt(at, "a branch passes by where the base is stored");
            }
        }
        else if (name.StartsWith("ldind", StringComparison.Ordinal) || name.StartsWith("stind", StringComparison.Ordinal))
        {
            Access(at, name);
            return true;
        }
        else if (code == OpCodes.Calli)
        {
            Indirect(at, operand);
            return true;
        }
        else
        {
            Other(at, code, operand);
        }

        return false;
    }

    private void Other(int at, OpCode code, int operand)
    {
        switch (code.Name)
        {
            case "dup":
                Push(_stack.Count > 0 ? _stack[^1] : default);
                break;
            case "and":
                var masks = new[] { Pop(), Pop() }.Where(value => value is { Kind: Kind.Number, Most: >= 0 }).ToArray();
                Push(masks.Length > 0 ? new(Kind.Masked, masks.Min(mask => mask.Most)) : default);
                break;
            case "add":
                Push(Sum(Pop(), Pop()));
                break;
            case "ldfld":
                Pop();
                Push(_method.Module.ResolveField(operand)!.Name == "MemoryBase" ? new(Kind.Memory) : default);
                break;
            case "call" or "callvirt" or "newobj":
                Call(code, _method.Module.ResolveMethod(operand)!);
                break;
            case "ldftn":
                Table(at, (MethodInfo)_method.Module.ResolveMethod(operand)!);
                Push(default);
                break;
            case "br" or "br.s" or "ret" or "throw":
                _stack.Clear();
                break;
            case "cpblk" or "initblk" or "ldobj" or "stobj" or "cpobj" or "localloc" or "jmp":
                Doubt(at, code.Name!);
                break;
            default:
                for (var count = Count(code.StackBehaviourPop); count > 0; count--)
                {
                    Pop();
                }

                for (var count = Count(code.StackBehaviourPush); count > 0; count--)
                {
                    Push(default);
                }

                break;
        }
    }

    private static Value Sum(Value right, Value left) => (left.Kind, right.Kind) switch
    {
        (Kind.Memory, Kind.Masked) or (Kind.Memory, Kind.Number) when right.Most >= 0 => new(Kind.Address, right.Most),
        (Kind.Masked, Kind.Memory) => new(Kind.Address, left.Most),
        (Kind.Address, Kind.Number) when right.Most >= 0 => new(Kind.Address, left.Most + right.Most),
        _ => default,
    };

    private void Access(int at, string name)
    {
        if (name[0] == 's')
        {
            Pop();
        }

        var width = char.IsAsciiDigit(name[^1]) ? name[^1] - '0' : nint.Size;
        var address = Pop();
        if (address.Kind != Kind.Address || address.Most + width > _size + Slack)
        {
            Doubt(at, $"{name} of {address}");
        }

        if (name[0] == 'l')
        {
            Push(default);
        }
    }

    private void Call(OpCode code, MethodBase method)
    {
        var arguments = method.GetParameters().Length + (method.IsStatic || code == OpCodes.Newobj ? 0 : 1);
        var values = Enumerable.Range(0, arguments).Select(_ => Pop()).Reverse().ToArray();
        if (method.DeclaringType != _method.DeclaringType
            && method.DeclaringType!.FullName is not ("Router.WebAssembly.WasmModule" or "Router.WebAssembly.WasmMath" or "Router.WebAssembly.WasmFunction" or "System.Math" or "System.MathF" or "System.BitConverter"))
        {
            _doubts.Add($"{_method.Name}: calls {method.DeclaringType.FullName}.{method.Name}");
        }

        if (method.Name == "Resolve")
        {
            Push(values[1].Kind == Kind.Number ? new(Kind.Function, values[1].Most) : default);
        }
        else if (method is ConstructorInfo || ((MethodInfo)method).ReturnType != typeof(void))
        {
            Push(default);
        }
    }

    private void Indirect(int at, int token)
    {
        var signature = _method.Module.ResolveSignature(token);
        var pointer = Pop();
        for (int count = signature[1]; count > 0; count--)
        {
            Pop();
        }

        var text = string.Concat(signature.Skip(2).Take(signature[1]).Select(type => $"{type:X2} "));
        if (pointer.Kind != Kind.Function || signature[1] > 0x7F)
        {
            Doubt(at, $"calli of {pointer}");
        }
        else
        {
            Same(at, (int)pointer.Most, text);
        }

        if (signature[2] != 1)
        {
            Push(default);
        }
    }

    // A function enters the table with the number of its type: on the stack right below it.
    private void Table(int at, MethodInfo method)
    {
        var number = _stack[^1];
        if (number.Kind != Kind.Number)
        {
            Doubt(at, "ldftn without a number");
            return;
        }

        var types = method.GetParameters().SkipLast(1).Select(parameter => parameter.ParameterType).Prepend(method.ReturnType);
        Same(at, (int)number.Most, string.Concat(types.Select(type => $"{Element(type):X2} ")));
    }

    private void Same(int at, int number, string signature)
    {
        if (!_signatures.TryAdd(number, signature) && _signatures[number] != signature)
        {
            Doubt(at, $"type {number} is {_signatures[number]} and {signature}");
        }
    }

    private static int Element(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 => 8,
        TypeCode.Int64 => 10,
        TypeCode.Single => 12,
        TypeCode.Double => 13,
        _ => 1,
    };

    private void Walk(Action<int, OpCode, int> visit)
    {
        for (var at = 0; at < _code.Length;)
        {
            var start = at;
            var value = _code[at++] is var first && first == 0xFE ? 0xFE00 | _code[at++] : first;
            var code = Codes[value];
            var size = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(at))),
                _ => 4,
            };
            var operand = size switch
            {
                0 => 0,
                1 => code.OperandType == OperandType.ShortInlineVar ? _code[at] : (sbyte)_code[at],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(_code.AsSpan(at)),
                _ => BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(at)),
            };
            at += size;
            visit(start, code, operand);
        }
    }

    private IEnumerable<int> Targets(OpCode code, int operand, int at)
    {
        switch (code.OperandType)
        {
            case OperandType.ShortInlineBrTarget:
                yield return at + 2 + operand;
                break;
            case OperandType.InlineBrTarget:
                yield return at + 5 + operand;
                break;
            case OperandType.InlineSwitch:
                for (var i = 0; i < operand; i++)
                {
                    yield return at + 5 + (4 * operand) + BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(at + 5 + (4 * i)));
                }

                break;
            default:
                break;
        }
    }

    private static int Slot(OpCode code, int operand) => code.OperandType == OperandType.InlineNone ? code.Name![^1] - '0' : operand;

    private static int Constant(OpCode code, int operand) => code.OperandType != OperandType.InlineNone ? operand
        : code == OpCodes.Ldc_I4_M1 ? -1 : code.Name![^1] - '0';

    private static int Count(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Push0 => 0,
        StackBehaviour.Varpop or StackBehaviour.Varpush => throw new NotSupportedException(),
        _ => behaviour.ToString().Split('_').Length,
    };

    private void Push(Value value) => _stack.Add(value);

    private Value Pop()
    {
        if (_stack.Count == 0)
        {
            return default;
        }

        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private void Doubt(int at, string what) => _doubts.Add($"{_method.Name} at {at:X}: {what}");

    private readonly record struct Value(Kind Kind, long Most = 0);
}

using System.Reflection.Emit;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>
/// Keeps the masked address of a local that is accessed more than once in straight-line code, such as a pointer to a
/// structure: fewer instructions, and the just-in-time compiler gives up on methods that have too many.
/// </summary>
internal sealed class AddressCache(IlBuffer buffer, int memory)
{
    // The mask, and, the memory's address, add.
    private const int StepLength = 4;

    // Where each variable's address was last complete, as long as that holds.
    private readonly Dictionary<(IlKind Kind, long Number), int> _known = [];
    private readonly Dictionary<int, int> _keep = [];
    private readonly Dictionary<int, int> _reuse = [];
    private readonly Dictionary<(IlKind Kind, long Number), int> _locals = [];

    public static void Apply(IlBuffer buffer, int memory)
    {
        var cache = new AddressCache(buffer, memory);
        cache.Find();
        cache.Rewrite();
    }

    private void Find()
    {
        for (var i = 0; i < buffer.Count; i++)
        {
            var number = buffer.Instructions[i].Number;
            switch (buffer.Instructions[i].Kind)
            {
                case IlKind.Mark:
                    _known.Clear();
                    break;
                case IlKind.StoreLocal:
                    Stored((IlKind.LoadLocal, number), i);
                    break;
                case IlKind.StoreArgument:
                    Stored((IlKind.LoadArgument, number), i);
                    break;
                case IlKind.LoadLocal or IlKind.LoadArgument when StepFollows(i):
                    Loaded((buffer.Instructions[i].Kind, number), i);
                    break;
                default:
                    break;
            }
        }
    }

    private void Stored((IlKind Kind, long Number) variable, int at)
    {
        _known.Remove(variable);
        if (at > 0 && IsPlain(buffer.Instructions[at - 1], OpCodes.Dup) && StepFollows(at))
        {
            _known.Add(variable, at + StepLength);
        }
    }

    private void Loaded((IlKind Kind, long Number) variable, int at)
    {
        if (!_known.TryGetValue(variable, out var complete))
        {
            _known.Add(variable, at + StepLength);
            return;
        }

        if (!_locals.TryGetValue(variable, out var local))
        {
            _locals.Add(variable, local = buffer.NewLocal(Binary.WasmType.Unknown));
        }

        _keep[complete] = local;
        _reuse[at] = local;
    }

    private bool StepFollows(int at)
    {
        var code = buffer.Instructions;
        return at + StepLength < code.Count
            && code[at + 1].Kind == IlKind.Int32
            && IsPlain(code[at + 2], OpCodes.And)
            && code[at + 3] is { Kind: IlKind.LoadLocal } load && load.Number == memory
            && IsPlain(code[at + 4], OpCodes.Add);
    }

    private void Rewrite()
    {
        var old = buffer.Instructions.ToArray();
        buffer.Clear();
        for (var i = 0; i < old.Length; i++)
        {
            if (_reuse.TryGetValue(i, out var reused))
            {
                buffer.Load(reused);
                i += StepLength;
                continue;
            }

            buffer.Add(old[i]);
            if (_keep.TryGetValue(i, out var kept))
            {
                buffer.Plain(OpCodes.Dup);
                buffer.Store(kept);
            }
        }
    }

    private static bool IsPlain(IlInstruction instruction, OpCode code) => instruction.Kind == IlKind.Plain && instruction.Code == code;
}

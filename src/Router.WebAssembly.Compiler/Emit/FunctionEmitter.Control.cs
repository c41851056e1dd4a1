using System.Reflection.Emit;
using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Emit;

/// <summary>Blocks and branches.</summary>
internal sealed partial class FunctionEmitter
{
    private Frame Enter(Opcode kind, FunctionType type)
    {
        Spill(Current.Height);
        var height = _stack.Count - type.Parameters.Length;
        var frame = new Frame(kind, type, height, _il.NewLabel())
        {
            Parameters = _stack.Skip(height).Select(operand => operand.Local).ToArray(),
        };
        _stack.RemoveRange(height, type.Parameters.Length);
        _frames.Add(frame);
        if (kind != Opcode.Loop)
        {
            LoadAll(frame.Parameters);
        }

        return frame;
    }

    private void EnterLoop(FunctionType type)
    {
        var frame = Enter(Opcode.Loop, type);
        _halted = _halted < 0 ? _il.NewLabel() : _halted;
        _il.Mark(frame.Label);
        _il.LoadArgument(_instance);
        _il.Plain(OpCodes.Volatile);
        _il.Field(OpCodes.Ldfld, _context.Runtime.HaltRequested);
        _il.Branch(OpCodes.Brtrue, _halted);
        LoadAll(frame.Parameters);
    }

    private void EnterIf(FunctionType type)
    {
        var label = _il.NewLabel();
        var condition = -1;
        if (_stack.Count - 1 > Current.Height)
        {
            condition = StoreTop();
            Spill(Current.Height);
            _il.Load(condition);
            Push(WasmType.I32, _il.Count - 1);
        }

        BranchOnTop(label, whenTrue: false);
        if (condition >= 0)
        {
            _il.Return(condition);
        }

        var frame = Enter(Opcode.If, type);
        frame.ElseLabel = label;
    }

    private void Else()
    {
        var frame = Current;
        if (_reachable)
        {
            StoreTo(ResultsOf(frame));
            frame.LabelUsed = true;
            _il.Branch(OpCodes.Br, frame.Label);
        }

        _stack.RemoveRange(frame.Height, _stack.Count - frame.Height);
        _il.Mark(frame.ElseLabel);
        frame.ElseLabel = -1;
        _reachable = true;
        LoadAll(frame.Parameters);
    }

    private void End()
    {
        var frame = Current;
        if (frame.ElseLabel >= 0 && frame.Type.Results.Length > 0)
        {
            Else();
        }

        var joins = frame.LabelUsed && frame.Kind != Opcode.Loop;
        var outer = _frames.Count > 1 ? _frames[^2] : null;
        var waiting = outer is not null && frame.Height > outer.Height;
        var stored = joins || waiting;
        if (_reachable && stored)
        {
            StoreTo(ResultsOf(frame));
        }

        if (frame.ElseLabel >= 0)
        {
            _il.Mark(frame.ElseLabel);
            _reachable = true;
        }

        if (joins)
        {
            _il.Mark(frame.Label);
            _reachable = true;
        }

        Close(frame, outer, stored);
    }

    private void Close(Frame frame, Frame? outer, bool stored)
    {
        // Without a join the results stay where they are: on top, with nothing below them.
        var results = stored ? [] : _stack.Skip(frame.Height).ToArray();
        _stack.RemoveRange(frame.Height, _stack.Count - frame.Height);
        if (_reachable)
        {
            if (outer is not null)
            {
                Reload(outer.Height);
            }

            _stack.AddRange(results);
            if (stored)
            {
                LoadAll(ResultsOf(frame));
            }

            if (outer is null)
            {
                _il.Plain(OpCodes.Ret);
            }
        }

        _frames.RemoveAt(_frames.Count - 1);
        foreach (var local in frame.Parameters.Concat(frame.Results ?? []))
        {
            _il.Return(local);
        }
    }

    private void Branch(int depth)
    {
        var target = _frames[^(depth + 1)];
        Deliver(target);
        Discard();
        JumpTo(OpCodes.Br, target);
        Unreachable();
    }

    private void Return()
    {
        if (_stack.Count - Current.Height > _type.Results.Length)
        {
            Branch(_frames.Count - 1);
            return;
        }

        _il.Plain(OpCodes.Ret);
        Unreachable();
    }

    private void BranchIf(int depth)
    {
        var target = _frames[^(depth + 1)];
        target.LabelUsed = true;
        if (_stack.Count - 1 == Current.Height)
        {
            BranchOnTop(target.Label, whenTrue: true);
            return;
        }

        var condition = StoreTop();
        Deliver(target, keep: true);
        Spill(Current.Height);
        _il.Load(condition);
        _il.Branch(OpCodes.Brtrue, target.Label);
        Reload(Current.Height);
        _il.Return(condition);
    }

    private void BranchTable(int[] depths)
    {
        if (depths.Length == 1)
        {
            Drop();
            Branch(depths[0]);
            return;
        }

        var index = StoreTop();
        var types = _frames[^(depths[0] + 1)].BranchTypes;
        var values = types.Select(_il.Rent).ToArray();
        StoreTo(values);
        Discard();
        _il.Load(index);
        var stubs = new Dictionary<int, int>();
        foreach (var depth in depths.Distinct())
        {
            var target = _frames[^(depth + 1)];
            target.LabelUsed = true;
            stubs.Add(depth, types.Length == 0 ? target.Label : _il.NewLabel());
        }

        _il.Add(new(IlKind.Switch, Reference: depths[..^1].Select(depth => stubs[depth]).ToArray()));
        _il.Branch(OpCodes.Br, stubs[depths[^1]]);
        foreach (var (depth, stub) in types.Length == 0 ? [] : stubs)
        {
            var target = _frames[^(depth + 1)];
            _il.Mark(stub);
            LoadAll(values);
            StoreTo(LocalsOf(target));
            _il.Branch(OpCodes.Br, target.Label);
        }

        _il.Return(index);
        foreach (var value in values)
        {
            _il.Return(value);
        }

        Unreachable();
    }

    /// <summary>Branches on the condition on top; a comparison just made becomes the branch itself.</summary>
    private void BranchOnTop(int label, bool whenTrue)
    {
        if (TopIs(IlKind.Compare))
        {
            var comparison = _il.Last.Comparison;
            _il.RemoveLast();
            comparison = whenTrue ? comparison : comparison.Negated();
            var zero = _il.Last.Kind is IlKind.Int32 or IlKind.Int64 && _il.Last.Number == 0;
            if (zero && comparison.Relation is Relation.Equal or Relation.NotEqual)
            {
                _il.RemoveLast();
                _il.Branch(comparison.Relation == Relation.Equal ? OpCodes.Brfalse : OpCodes.Brtrue, label);
            }
            else
            {
                _il.Branch(comparison.Branch(), label);
            }
        }
        else
        {
            _il.Branch(whenTrue ? OpCodes.Brtrue : OpCodes.Brfalse, label);
        }

        Pop();
    }

    private void JumpTo(OpCode code, Frame target)
    {
        target.LabelUsed = true;
        _il.Branch(code, target.Label);
    }

    /// <summary>Puts the values a branch carries into the target's locals.</summary>
    private void Deliver(Frame target, bool keep = false)
    {
        if (target.BranchTypes.Length == 0)
        {
            return;
        }

        var locals = LocalsOf(target);
        StoreTo(locals);
        if (keep)
        {
            LoadAll(locals);
        }
    }

    private int[] LocalsOf(Frame target) => target.Kind == Opcode.Loop ? target.Parameters : ResultsOf(target);

    private int[] ResultsOf(Frame frame) => frame.Results ??= frame.Type.Results.Select(_il.Rent).ToArray();

    private int StoreTop()
    {
        var local = _il.Rent(_stack[^1].Type);
        _il.Store(local);
        Pop();
        return local;
    }

    private void StoreTo(int[] locals)
    {
        foreach (var local in locals.Reverse())
        {
            _il.Store(local);
            Pop();
        }
    }

    private void LoadAll(int[] locals)
    {
        foreach (var local in locals)
        {
            _il.Load(local);
            Push(_il.Locals[local], _il.Count - 1);
        }
    }

    /// <summary>Takes the values left on IL's stack off it.</summary>
    private void Discard()
    {
        for (; _stack.Count > Current.Height; Pop())
        {
            _il.Plain(OpCodes.Pop);
        }
    }

    private void Spill(int from)
    {
        for (var i = _stack.Count - 1; i >= from && _stack[i].Local < 0; i--)
        {
            _stack[i].Local = _il.Rent(_stack[i].Type);
            _il.Store(_stack[i].Local);
        }
    }

    private void Reload(int from)
    {
        foreach (var operand in _stack.Skip(from))
        {
            operand.Start = _il.Count;
            _il.Load(operand.Local);
            operand.End = _il.Count;
            _il.Return(operand.Local);
            operand.Local = -1;
        }
    }
}

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>What follows from the contents: constants and the table.</summary>
internal sealed partial class WasmFile
{
    /// <summary>The bits of a constant expression; a global can only stand for an earlier one.</summary>
    public long Evaluate(Constant constant)
    {
        while (constant.Global is { } global)
        {
            constant = Globals[global].Value;
        }

        return constant.Bits;
    }

    /// <summary>The table's elements that are not null; later segments win.</summary>
    /// <exception cref="WasmFormatException">A segment does not fit into the table.</exception>
    public SortedDictionary<int, int> TableContents()
    {
        var contents = new SortedDictionary<int, int>();
        foreach (var segment in Elements.Where(segment => segment.Offset is not null))
        {
            var start = (uint)Evaluate(segment.Offset!);
            if (start + (long)segment.Functions.Length > (Table?.Minimum ?? 0))
            {
                throw new WasmFormatException("An element segment does not fit into the table", segment.Position);
            }

            for (var i = 0; i < segment.Functions.Length; i++)
            {
                contents.Remove((int)start + i);
                if (segment.Functions[i] is { } function)
                {
                    contents.Add((int)start + i, function);
                }
            }
        }

        return contents;
    }
}

namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Reads the function names of the custom section "name". It never makes a module invalid.</summary>
internal static class NameSection
{
    public static void Read(WasmReader section, Dictionary<int, string> names)
    {
        var isNames = section.Name() == "name";
        try
        {
            while (isNames && !section.AtEnd)
            {
                var kind = section.Byte();
                var part = section.Part(section.Length(int.MaxValue, "bytes of names"));
                for (var left = kind == 1 ? part.Length(int.MaxValue, "names") : 0; left > 0; left--)
                {
                    names[part.Count(int.MaxValue, "as an index")] = part.Name();
                }
            }
        }
        catch (WasmFormatException)
        {
            // Names are for readers only: those read so far stand.
        }
    }
}

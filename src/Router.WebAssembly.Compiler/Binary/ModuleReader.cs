namespace Router.WebAssembly.Compiler.Binary;

/// <summary>Decodes a file section by section. What sections say of one another is the validator's.</summary>
internal sealed class ModuleReader
{
    private const int MaximumTypes = 100_000;
    private const int MaximumFunctions = 100_000;
    private const int MaximumParameters = 1_000;
    private const int MaximumLocals = 50_000;
    private const int MaximumSegments = 100_000;
    private const int MaximumTable = 1_000_000;
    private const int MaximumPages = 65_536;

    // The order of sections in a file; the data count (12) stands between elements and code.
    private static readonly int[] Order = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11];

    private readonly WasmFile _file = new();
    private readonly WasmReader _reader;

    private ModuleReader(ReadOnlyMemory<byte> bytes) => _reader = new WasmReader(bytes, 0, bytes.Length);

    public static WasmFile Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ModuleReader(bytes);
        reader.Sections();
        return reader._file;
    }

    private void Sections()
    {
        if (_reader.AtEnd || _reader.Fixed32() != 0x6D736100)
        {
            throw new WasmFormatException("The file does not begin with \\0asm", 0);
        }

        if (_reader.Fixed32() != 1)
        {
            throw new WasmFormatException("The version is not 1", 4);
        }

        var last = -1;
        while (!_reader.AtEnd)
        {
            var at = _reader.Position;
            var id = _reader.Byte();
            var section = _reader.Part(_reader.Length(int.MaxValue, "bytes of a section"));
            if (id == 0)
            {
                NameSection.Read(section, _file.Names);
                continue;
            }

            var place = Array.IndexOf(Order, id);
            if (place <= last)
            {
                throw place < 0
                    ? id == 13 ? new WasmUnsupportedException("Exceptions (the tag section) are not translated", at) : new WasmFormatException($"There is no section {id}", at)
                    : new WasmFormatException($"Section {id} comes twice or too late", at);
            }

            last = place;
            Section(id, section);
            if (!section.AtEnd)
            {
                throw section.Error($"Section {id} is longer than its contents");
            }
        }
    }

    private void Section(int id, WasmReader section)
    {
        switch (id)
        {
            case 1: Repeat(section, MaximumTypes, "types", () => _file.Types.Add(Type(section))); break;
            case 2: Repeat(section, MaximumFunctions, "imports", () => Import(section)); break;
            case 3: Repeat(section, MaximumFunctions, "functions", () => _file.Functions.Add(TypeIndex(section))); break;
            case 4: Repeat(section, 1, "tables (more than one is not translated)", () => _file.Table = Table(section)); break;
            case 5: Repeat(section, 1, "memories (more than one is not translated)", () => OwnMemory(section)); break;
            case 6: Repeat(section, MaximumFunctions, "globals", () => _file.Globals.Add(Global(section))); break;
            case 7: Repeat(section, MaximumFunctions, "exports", () => _file.Exports.Add(Export(section))); break;
            case 8: _file.Start = section.Count(int.MaxValue, "as an index"); break;
            case 9: Repeat(section, MaximumSegments, "element segments", () => _file.Elements.Add(SegmentReader.Element(section, _file.Types))); break;
            case 10: Repeat(section, MaximumFunctions, "bodies", () => _file.Bodies.Add(Body(section))); break;
            case 11: Repeat(section, MaximumSegments, "data segments", () => _file.Data.Add(SegmentReader.Data(section, _file.Types))); break;
            default: _file.DataCount = section.Count(MaximumSegments, "data segments"); break;
        }
    }

    private static void Repeat(WasmReader section, int limit, string what, Action read)
    {
        for (var left = section.Length(limit, what); left > 0; left--)
        {
            read();
        }
    }

    private static FunctionType Type(WasmReader section)
    {
        var at = section.Position;
        if (section.Byte() != 0x60)
        {
            throw new WasmUnsupportedException("Only function types are translated", at);
        }

        return new FunctionType(Types(section, MaximumParameters), Types(section, MaximumParameters));
    }

    private static WasmType[] Types(WasmReader section, int limit)
    {
        var types = new WasmType[section.Length(limit, "parameters or results")];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = section.Type();
        }

        return types;
    }

    private int TypeIndex(WasmReader section)
    {
        var at = section.Position;
        var index = section.Count(int.MaxValue, "as an index");
        return index < _file.Types.Count ? index : throw new WasmFormatException($"There is no type {index}", at);
    }

    private void Import(WasmReader section)
    {
        var module = section.Name();
        var name = section.Name();
        var at = section.Position;
        switch (section.Byte())
        {
            case 0:
                _file.Imports.Add(new Import(module, name, TypeIndex(section)));
                break;
            case 2:
                OwnMemory(section);
                break;
            case 1:
                throw new WasmUnsupportedException($"The imported table {module}.{name} is not translated", at);
            case 3:
                throw new WasmUnsupportedException($"The imported global {module}.{name} is not translated", at);
            case 4:
                throw new WasmUnsupportedException($"The imported tag {module}.{name} is not translated", at);
            default:
                throw new WasmFormatException($"The import {module}.{name} is of no known kind", at);
        }
    }

    // An imported memory is made by the instance too: nobody else may share it.
    private void OwnMemory(WasmReader section)
    {
        var at = section.Position;
        if (_file.Memory is not null)
        {
            throw new WasmUnsupportedException("More than one memory is not translated", at);
        }

        _file.Memory = Limits(section, MaximumPages);
    }

    private static Limits Table(WasmReader section)
    {
        var at = section.Position;
        return section.Byte() == 0x70
            ? Limits(section, MaximumTable)
            : throw new WasmUnsupportedException("Only tables of functions are translated", at);
    }

    private static Limits Limits(WasmReader section, int limit)
    {
        var at = section.Position;
        var flags = section.Byte();
        if (flags > 1)
        {
            throw new WasmUnsupportedException($"Limits of the kind {flags} (shared, 64-bit) are not translated", at);
        }

        var minimum = section.Count(limit, "elements or pages");
        if (flags == 0)
        {
            return new Limits(minimum, null);
        }

        var maximum = (int)Math.Min(section.Unsigned32(), int.MaxValue);
        return maximum >= minimum ? new Limits(minimum, maximum) : throw new WasmFormatException("A maximum is below its minimum", at);
    }

    private Global Global(WasmReader section)
    {
        var type = section.Type();
        var at = section.Position;
        var mutable = section.Byte();
        return mutable <= 1
            ? new Global(type, mutable == 1, ConstantReader.Read(section, _file.Types))
            : throw new WasmFormatException("A global is neither mutable nor constant", at);
    }

    private static Export Export(WasmReader section)
    {
        var at = section.Position;
        return new Export(section.Name(), section.Byte(), section.Count(int.MaxValue, "as an index"), at);
    }

    private static FunctionBody Body(WasmReader section)
    {
        var body = section.Part(section.Length(int.MaxValue, "bytes of a body"));
        var locals = new List<WasmType>();
        for (var groups = body.Length(MaximumLocals, "groups of locals"); groups > 0; groups--)
        {
            var count = body.Count(MaximumLocals - locals.Count, "locals (in all)");
            locals.AddRange(Enumerable.Repeat(body.Type(), count));
        }

        return new FunctionBody(locals.ToArray(), body);
    }
}

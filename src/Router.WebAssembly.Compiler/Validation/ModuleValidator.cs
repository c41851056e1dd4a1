using Router.WebAssembly.Compiler.Binary;

namespace Router.WebAssembly.Compiler.Validation;

/// <summary>Checks what the sections of a module say of one another, and every function's body.</summary>
internal static class ModuleValidator
{
    /// <exception cref="WasmFormatException">The module is invalid, or uses what is not translated.</exception>
    public static void Validate(WasmFile file)
    {
        if (file.Functions.Count != file.Bodies.Count)
        {
            throw new WasmFormatException($"{file.Functions.Count} functions are declared and {file.Bodies.Count} have bodies", 0);
        }

        if (file.DataCount is { } count && count != file.Data.Count)
        {
            throw new WasmFormatException($"{count} data segments are announced and {file.Data.Count} follow", 0);
        }

        Globals(file);
        Exports(file);
        Segments(file);
        Start(file);
        SingleResults(file);
        for (var i = 0; i < file.Bodies.Count; i++)
        {
            FunctionValidator.Validate(file, file.Types[file.Functions[i]], file.Bodies[i]);
        }
    }

    private static void Globals(WasmFile file)
    {
        for (var i = 0; i < file.Globals.Count; i++)
        {
            Constant(file, file.Globals[i].Value, file.Globals[i].Type, known: i);
        }
    }

    /// <summary>A constant has the type wanted; where it names a global, an immutable one of those known so far.</summary>
    private static void Constant(WasmFile file, Constant constant, WasmType type, int known)
    {
        var actual = constant.Type;
        if (constant.Global is { } global)
        {
            if (global >= known || file.Globals[global].Mutable)
            {
                throw new WasmFormatException($"Global {global} is not a constant known here", constant.Offset);
            }

            actual = file.Globals[global].Type;
        }

        if (actual != type)
        {
            throw new WasmFormatException($"A constant is {actual}, expected is {type}", constant.Offset);
        }
    }

    private static void Exports(WasmFile file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var export in file.Exports)
        {
            var count = export.Kind switch
            {
                0 => file.FunctionCount,
                1 => file.Table is null ? 0 : 1,
                2 => file.Memory is null ? 0 : 1,
                3 => file.Globals.Count,
                4 => throw new WasmUnsupportedException("Exported tags are not translated", export.Offset),
                _ => throw new WasmFormatException($"An export is of the kind {export.Kind}", export.Offset),
            };
            if (export.Index >= count)
            {
                throw new WasmFormatException($"The export {export.Name} names what does not exist", export.Offset);
            }

            if (!names.Add(export.Name))
            {
                throw new WasmFormatException($"Two exports are called {export.Name}", export.Offset);
            }
        }
    }

    private static void Segments(WasmFile file)
    {
        foreach (var segment in file.Data)
        {
            if (segment.Offset is { } offset)
            {
                Require(file.Memory is not null, "A data segment is for a memory that does not exist", segment.Position);
                Constant(file, offset, WasmType.I32, file.Globals.Count);
            }
        }

        foreach (var segment in file.Elements)
        {
            Require(
                segment.Functions.All(function => function is null || function < file.FunctionCount),
                "An element names a function that does not exist",
                segment.Position);
            if (segment.Offset is { } offset)
            {
                Require(file.Table is not null, "An element segment is for a table that does not exist", segment.Position);
                Constant(file, offset, WasmType.I32, file.Globals.Count);
            }
        }

        _ = file.TableContents();
    }

    private static void Start(WasmFile file)
    {
        if (file.Start is { } start)
        {
            Require(start < file.FunctionCount, "The start function does not exist", 0);
            Require(file.TypeOf(start) is { Parameters: [], Results: [] }, "The start function has parameters or results", 0);
        }
    }

    // Blocks may have several results, as they stay within one method.
    private static void SingleResults(WasmFile file)
    {
        for (var i = 0; i < file.FunctionCount; i++)
        {
            if (file.TypeOf(i).Results.Length > 1)
            {
                throw new WasmUnsupportedException($"Function {i} has several results, which is not translated", 0);
            }
        }
    }

    private static void Require(bool condition, string message, int offset)
    {
        if (!condition)
        {
            throw new WasmFormatException(message, offset);
        }
    }
}

namespace Router.WebAssembly.Compiler;

/// <summary>Readable names for what a minified module imports and exports.</summary>
public sealed class NameMap
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>No names.</summary>
    public static NameMap Empty { get; } = new();

    /// <summary>Reads lines "import module.name Readable" and "export name Readable"; # begins a comment.</summary>
    /// <exception cref="FormatException">A line reads otherwise, or names something twice.</exception>
    public static NameMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var map = new NameMap();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 3 || parts[0] is not ("import" or "export") || !map._names.TryAdd($"{parts[0]} {parts[1]}", parts[2]))
            {
                throw new FormatException($"Line {i + 1} of the names, \"{line}\", is neither \"import module.name Readable\" nor \"export name Readable\", or comes twice.");
            }
        }

        return map;
    }

    internal string Import(string module, string name) =>
        _names.GetValueOrDefault($"import {module}.{name}") ?? Identifier($"Import_{module}_{name}");

    internal string Export(string name) => _names.GetValueOrDefault($"export {name}") ?? Identifier($"Export_{name}");

    internal static string Identifier(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        }
    });
}

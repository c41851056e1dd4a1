using System.Globalization;

namespace Router.WebAssembly.Compiler;

/// <summary>What the command line says.</summary>
internal sealed class ToolOptions
{
    public const string Usage = """
        usage: Router.WebAssembly.Compiler --wasm FILE --out FILE.dll --namespace NAME --class NAME --reference PATH...
            --reference PATH     an assembly, or a folder of assemblies, to refer to; at least .NET's and Router.WebAssembly.dll
            --names FILE         readable names for imports and exports
            --access MODE        masked (default) or checked
            --address-bits N     the memory's reservation, 16 to 31 (default 27: 128 MiB)
            --max-il N           the most IL instructions in a method (default 20000)
        """;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _references = [];

    public string Module => Required("--wasm");

    public string Output => Required("--out");

    /// <exception cref="ArgumentException">An option is unknown, comes twice, or has no value.</exception>
    public static ToolOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ToolOptions();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var name = arguments[i];
            if (i + 1 == arguments.Count)
            {
                throw new ArgumentException($"{name} needs a value.");
            }

            options.Set(name, arguments[i + 1]);
        }

        return options;
    }

    public WasmCompilerOptions ToCompilerOptions() => new()
    {
        AssemblyName = Path.GetFileNameWithoutExtension(Output),
        Namespace = Required("--namespace"),
        ClassName = Required("--class"),
        References = _references,
        Names = _values.TryGetValue("--names", out var names) ? NameMap.Parse(File.ReadAllText(names)) : NameMap.Empty,
        Access = _values.GetValueOrDefault("--access", "masked") switch
        {
            "masked" => MemoryMode.Masked,
            "checked" => MemoryMode.Checked,
            var other => throw new ArgumentException($"--access is masked or checked, not {other}."),
        },
        AddressBits = Number("--address-bits", 27, 16, 31),
        MaximumInstructions = Number("--max-il", 20_000, 1, int.MaxValue),
    };

    private void Set(string name, string value)
    {
        switch (name)
        {
            case "--reference":
                _references.AddRange(Directory.Exists(value) ? Directory.GetFiles(value, "*.dll") : [value]);
                break;
            case "--wasm" or "--out" or "--namespace" or "--class" or "--names" or "--access" or "--address-bits" or "--max-il":
                if (!_values.TryAdd(name, value))
                {
                    throw new ArgumentException($"{name} comes twice.");
                }

                break;
            default:
                throw new ArgumentException($"{name} is no option.");
        }
    }

    private int Number(string name, int otherwise, int least, int most)
    {
        if (!_values.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{name} is a number from {least} to {most}, not {text}.");
    }

    private string Required(string name) =>
        _values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"{name} is missing.");
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Router.Emulators.Json;

/// <summary>The JSON schemas that are built into the assembly, by file name. Shared: a caller that embeds one clones it.</summary>
internal static class EmbeddedSchemas
{
    private static readonly ConcurrentDictionary<string, JsonNode> Loaded = new(StringComparer.Ordinal);

    public static JsonNode Of(string name) => Loaded.GetOrAdd(name, Load);

    private static JsonNode Load(string name)
    {
        using Stream resource = typeof(EmbeddedSchemas).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new InvalidOperationException($"No schema '{name}'.");
        return JsonText.Materialize(JsonNode.Parse(resource))!;
    }
}

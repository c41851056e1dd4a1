using System.Text.Json;
using Router.CodeMode.Catalogue.Validation;

namespace Router.CodeMode.Catalogue.OpenApi;

/// <summary>A document in the form of <see cref="DocumentReader"/>, with what is wrong with it. Not thread-safe.</summary>
internal sealed class ApiDocument(JsonElement root, string name)
{
    private readonly Dictionary<string, JsonElement?> _references = new(StringComparer.Ordinal);

    internal JsonElement Root { get; } = root;

    internal string Name { get; } = name;

    internal List<string> Problems { get; } = [];

    internal static JsonElement NoSchema { get; } = JsonElement.Parse("{}"u8);

    internal void Report(string where, string what) => Problems.Add($"OpenAPI document {Name}, {where}: {what}");

    /// <summary>An element, or what its reference leads to; null, and a problem, where that is nowhere.</summary>
    internal JsonElement? Resolve(JsonElement element, string where)
    {
        if (SchemaPointer.Reference(element) is not { } reference)
        {
            return element;
        }

        if (!_references.TryGetValue(reference, out JsonElement? target))
        {
            target = SchemaPointer.Resolve(Root, element);
            _references[reference] = target;
        }

        if (target is null)
        {
            Report(where, $"'$ref': '{Texts.OneLine(reference, 200)}' leads nowhere in this document. Put what it names into the document itself.");
        }

        return target;
    }

    /// <summary>Reports every schema reference below an element that leads nowhere.</summary>
    internal void CheckReferences(JsonElement element, string where)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                _ = Resolve(element, where);
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    // What these hold is data, whatever it looks like.
                    if (member.Name is not ("example" or "examples" or "default" or "enum" or "const") && !member.Name.StartsWith("x-", StringComparison.Ordinal))
                    {
                        CheckReferences(member.Value, where);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    CheckReferences(item, where);
                }

                break;
        }
    }
}

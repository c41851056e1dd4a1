using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <content>Objects, maps, arrays and tuples.</content>
internal sealed partial class SchemaReader
{
    /// <summary>Reads one member: a property, or a parameter.</summary>
    internal Member ReadMember(string name, JsonElement schema, bool required, string description = "")
    {
        TypeNode type = Read(schema);
        Notes notes;
        try
        {
            notes = SchemaNotes.Of(schema, description);
        }
        catch (InvalidOperationException)
        {
            return new Member(name, type, required, Notes.None);
        }

        if (notes.Description.Length == 0 && schema.Text("$ref") is string reference && Find(reference) is JsonElement target
            && target.Text("type") is "string" or "number" or "integer" or "boolean")
        {
            // What is said of a type with a name stays with it; a scalar's goes to where it is used.
            notes = SchemaNotes.Of(target, string.Empty);
        }

        return new Member(name, type, required, notes);
    }

    private ObjectType ObjectOf(JsonElement schema)
    {
        HashSet<string> required = [];
        if (schema.Has("required", JsonValueKind.Array, out JsonElement names))
        {
            foreach (JsonElement name in names.EnumerateArray().Take(MostNodes))
            {
                if (name.ValueKind == JsonValueKind.String)
                {
                    required.Add(Text(name));
                }
            }
        }

        Dictionary<string, Member> members = new(StringComparer.Ordinal);
        if (schema.Has("properties", JsonValueKind.Object, out JsonElement properties))
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                if (_nodes > MostNodes)
                {
                    break;
                }

                if (!property.Value.Is(isInput ? "readOnly" : "writeOnly") && property.Value.ValueKind != JsonValueKind.False)
                {
                    members[property.Name] = ReadMember(property.Name, property.Value, required.Contains(property.Name));
                }
            }
        }

        return new ObjectType([.. members.Values.Where(member => member.Required), .. members.Values.Where(member => !member.Required)], Others(schema));
    }

    private TypeNode? Others(JsonElement schema)
    {
        List<TypeNode> types = [];
        if (schema.Has("patternProperties", JsonValueKind.Object, out JsonElement patterns))
        {
            types.AddRange(patterns.EnumerateObject().Take(20).Select(pattern => Read(pattern.Value)));
        }

        if (schema.Has("additionalProperties", JsonValueKind.Object, out JsonElement others))
        {
            types.Add(Read(others));
        }
        else if (types.Count == 0 && schema.Is("additionalProperties") && !schema.Has("properties", out _))
        {
            types.Add(TypeNode.Unknown);
        }

        return types.Count == 0 ? null : TypeAlgebra.Union(types);
    }

    private TypeNode ArrayOf(JsonElement schema)
    {
        // Before 2020-12 a tuple was an array of items.
        bool old = schema.Has("items", JsonValueKind.Array, out JsonElement prefix);
        if (!old && !schema.Has("prefixItems", JsonValueKind.Array, out prefix))
        {
            return new ArrayType(schema.Has("items", out JsonElement element) ? Read(element) : TypeNode.Unknown);
        }

        List<TypeNode> items = [.. prefix.EnumerateArray().Take(20).Select(Read)];
        bool closed = !schema.Has(old ? "additionalItems" : "items", out JsonElement rest) || rest.ValueKind == JsonValueKind.False;
        return new TupleType(items, closed ? null : Read(rest));
    }
}

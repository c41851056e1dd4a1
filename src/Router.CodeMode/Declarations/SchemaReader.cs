using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>
/// Reads JSON Schema, 2020-12 and the dialect of OpenAPI 3.0, into types. What it does not understand it leaves out, so that a type is
/// rather too wide than too narrow. Bounded in depth and in nodes: what is beyond is <c>unknown</c>. One thread at a time.
/// </summary>
/// <param name="root">What references point into.</param>
/// <param name="scope">Tells definitions of this root from those of others.</param>
/// <param name="isInput">Whether values go into a call, so that what is read-only is left out; else what is write-only is.</param>
/// <param name="registry">The definitions that references have named so far.</param>
internal sealed partial class SchemaReader(JsonElement root, string scope, bool isInput, TypeRegistry registry)
{
    private const int MostNodes = 8_000;
    private const int MostDepth = 40;

    private readonly HashSet<string> _inlined = [];
    private int _nodes;
    private int _depth;

    /// <summary>Reads a schema.</summary>
    internal TypeNode Read(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.False)
        {
            return TypeNode.Never;
        }

        if (schema.ValueKind != JsonValueKind.Object || ++_nodes > MostNodes || _depth >= MostDepth)
        {
            return TypeNode.Unknown;
        }

        _depth++;
        try
        {
            TypeNode type = ReadObject(schema);
            return schema.Is("nullable") ? TypeAlgebra.Union([type, TypeNode.Null]) : type;
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair in it: JSON may have it, a string may not.
            return TypeNode.Unknown;
        }
        finally
        {
            _depth--;
        }
    }

    private TypeNode ReadObject(JsonElement schema)
    {
        TypeNode type = ReadOwn(schema);
        if (schema.Has("$ref", JsonValueKind.String, out _) || schema.Has("$dynamicRef", JsonValueKind.String, out _))
        {
            type = Intersect([Reference(schema.Text("$ref") ?? schema.Text("$dynamicRef") ?? string.Empty), type]);
        }

        if (schema.Has("allOf", JsonValueKind.Array, out JsonElement all))
        {
            type = Intersect([type, .. Each(all)]);
        }

        foreach (string keyword in (string[])["anyOf", "oneOf"])
        {
            if (schema.Has(keyword, JsonValueKind.Array, out JsonElement any))
            {
                // Branches that only say which members are required tell the types nothing.
                TypeNode[] branches = [.. Each(any)];
                type = branches.Length == 0 || branches.Any(branch => branch == TypeNode.Unknown || branch is ObjectType { Members.Count: 0, Others: null })
                    ? (type != TypeNode.Unknown || branches.Length == 0 ? type : TypeAlgebra.Union(branches))
                    : TypeAlgebra.Intersect([type, TypeAlgebra.Union(branches)]);
            }
        }

        // Which of the two holds is not known here: members of either may be there.
        foreach (string keyword in (string[])["then", "else"])
        {
            if (schema.Has(keyword, JsonValueKind.Object, out JsonElement branch) && Read(branch) is ObjectType { Members.Count: > 0 } more)
            {
                type = TypeAlgebra.Intersect([type, new ObjectType([.. more.Members.Select(member => member with { Required = false })], null)]);
            }
        }

        return type;
    }

    /// <summary>
    /// All of them at once; a definition among objects is written out, so that their members stand together. What it is, is read anew: a
    /// definition half read, in a circle, would make the type depend on where the reading began.
    /// </summary>
    private TypeNode Intersect(IReadOnlyList<TypeNode> types)
    {
        if (!types.Any(type => type is ObjectType { Members.Count: > 0 }))
        {
            return TypeAlgebra.Intersect(types);
        }

        List<TypeNode> parts = [];
        foreach (TypeNode type in types)
        {
            if (type is not ReferenceType { Target: NamedType target })
            {
                parts.Add(type);
            }
            else if (_inlined.Add(target.Key))
            {
                TypeNode inlined = Read(target.Schema);
                _inlined.Remove(target.Key);
                parts.Add(inlined is ObjectType ? inlined : type);
            }
        }

        return TypeAlgebra.Intersect(parts);
    }

    private List<TypeNode> Each(JsonElement schemas)
    {
        List<TypeNode> types = [];
        foreach (JsonElement schema in schemas.EnumerateArray())
        {
            if (_nodes > MostNodes)
            {
                types.Add(TypeNode.Unknown);
                break;
            }

            types.Add(Read(schema));
        }

        return types;
    }

    private TypeNode ReadOwn(JsonElement schema)
    {
        if (schema.Has("const", out JsonElement constant))
        {
            return Literal(constant);
        }

        if (schema.Has("enum", JsonValueKind.Array, out JsonElement values) && values.GetArrayLength() > 0)
        {
            return TypeAlgebra.Union([.. values.EnumerateArray().Take(1000).Select(Literal)]);
        }

        if (!schema.Has("type", out JsonElement type))
        {
            return schema.Has("properties", out _) || schema.Has("additionalProperties", JsonValueKind.Object, out _) || schema.Has("patternProperties", out _)
                ? ObjectOf(schema)
                : schema.Has("items", out _) || schema.Has("prefixItems", out _) ? ArrayOf(schema)
                : TypeNode.Unknown;
        }

        return type.ValueKind switch
        {
            JsonValueKind.String => OfKind(schema, schema.Text("type")),
            JsonValueKind.Array => TypeAlgebra.Union(
                [.. type.EnumerateArray().Take(10).Select(kind => OfKind(schema, kind.ValueKind == JsonValueKind.String ? kind.GetString() : null))]),
            _ => TypeNode.Unknown,
        };
    }

    private TypeNode OfKind(JsonElement schema, string? kind) => kind switch
    {
        "string" => TypeNode.String,
        "number" or "integer" => TypeNode.Number,
        "boolean" => TypeNode.Boolean,
        "null" => TypeNode.Null,
        "array" => ArrayOf(schema),
        "object" => ObjectOf(schema),
        _ => TypeNode.Unknown,
    };

    private TypeNode Literal(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new LiteralType(TypeScript.Quote(Text(value))),
        JsonValueKind.Number => new LiteralType(value.GetRawText()),
        JsonValueKind.True => new LiteralType("true"),
        JsonValueKind.False => new LiteralType("false"),
        JsonValueKind.Null => TypeNode.Null,
        JsonValueKind.Array => new ArrayType(TypeNode.Unknown),
        _ => new ObjectType([], null),
    };

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private TypeNode Reference(string reference)
    {
        // A definition that is only a reference is skipped, so that types have the names of what they are.
        HashSet<string> seen = [];
        while (true)
        {
            if (!seen.Add(reference) || seen.Count > 20 || Find(reference) is not JsonElement found)
            {
                return TypeNode.Unknown;
            }

            if (found.ValueKind != JsonValueKind.Object || !found.Has("$ref", JsonValueKind.String, out _) || found.EnumerateObject().Skip(1).Any())
            {
                return Name(reference, found);
            }

            reference = found.Text("$ref") ?? string.Empty;
        }
    }

    private JsonElement? Find(string reference) => SchemaResolver.Find(root, reference, parent => registry.Index(scope + parent));

    private TypeNode Name(string reference, JsonElement found)
    {
        string key = $"{scope}{(isInput ? '<' : '>')}{reference}";
        string last = Uri.UnescapeDataString(reference[(reference.LastIndexOf('/') + 1)..].TrimStart('#'));
        NamedType? named = registry.Get(key, () => new NamedType(
            registry,
            key,
            TypeScript.TypeName(last.Length > 0 ? last : found.Text("title") ?? "Root"),
            found,
            () => new SchemaReader(root, scope, isInput, registry).Read(found)));
        return named is null ? TypeNode.Unknown : new ReferenceType(named);
    }
}

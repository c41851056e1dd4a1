namespace Router.CodeMode.Declarations;

/// <summary>Puts types together.</summary>
internal static class TypeAlgebra
{
    /// <summary>Either of them: flat, each once, null last.</summary>
    internal static TypeNode Union(IReadOnlyList<TypeNode> types)
    {
        List<TypeNode> flat = [];
        HashSet<string> seen = [];
        foreach (TypeNode type in types.SelectMany(type => type is UnionType union ? union.Types : [type]))
        {
            if (type == TypeNode.Unknown)
            {
                return TypeNode.Unknown;
            }

            if (type != TypeNode.Never && (Identity(type) is not string identity || seen.Add(identity)))
            {
                flat.Add(type);
            }
        }

        if (seen.Contains("true") && seen.Contains("false") && !seen.Contains("boolean"))
        {
            flat = [.. flat.Where(type => type is not LiteralType { Text: "false" }).Select(type => type is LiteralType { Text: "true" } ? TypeNode.Boolean : type)];
        }

        int before = flat.Count;
        flat.RemoveAll(type => type == TypeNode.Null);
        if (flat.Count < before)
        {
            flat.Add(TypeNode.Null);
        }

        return flat.Count switch
        {
            0 => types.Count == 0 ? TypeNode.Unknown : TypeNode.Never,
            1 => flat[0],
            _ => new UnionType(flat),
        };
    }

    /// <summary>All of them at once. Objects are merged; what says nothing is dropped.</summary>
    internal static TypeNode Intersect(IReadOnlyList<TypeNode> types)
    {
        List<TypeNode> parts = [];
        ObjectType? merged = null;
        int at = 0;
        foreach (TypeNode type in types.SelectMany(type => type is IntersectionType both ? both.Types : [type]))
        {
            if (type is ObjectType o)
            {
                at = merged is null ? parts.Count : at;
                merged = merged is null ? o : Merge(merged, o);
            }
            else if (type != TypeNode.Unknown && !(Identity(type) is string identity && parts.Any(part => Identity(part) == identity)))
            {
                parts.Add(type);
            }
        }

        // An object of no members adds nothing to a definition, or to a choice.
        if (merged is not null && (parts.Count == 0 || merged.Members.Count > 0 || merged.Others is not null))
        {
            parts.Insert(at, merged);
        }

        // Of a kind and one of its values, the value says all.
        parts.RemoveAll(part => part is KeywordType keyword && parts.Any(other => other != part && Values(other).All(value => KindOf(value) == keyword.Text)));
        return parts.Count switch
        {
            0 => TypeNode.Unknown,
            1 => parts[0],
            _ => new IntersectionType(parts),
        };
    }

    private static ObjectType Merge(ObjectType first, ObjectType second)
    {
        Dictionary<string, Member> members = first.Members.ToDictionary(member => member.Name, StringComparer.Ordinal);
        foreach (Member member in second.Members)
        {
            members[member.Name] = members.TryGetValue(member.Name, out Member? known)
                ? new Member(
                    member.Name,
                    Intersect([known.Type, member.Type]),
                    known.Required || member.Required,
                    member.Notes == Notes.None ? known.Notes : member.Notes)
                : member;
        }

        return new ObjectType(
            [.. members.Values.Where(member => member.Required), .. members.Values.Where(member => !member.Required)], first.Others ?? second.Others);
    }

    private static IEnumerable<TypeNode> Values(TypeNode type) => type is UnionType union ? union.Types : [type];

    private static string? KindOf(TypeNode type) => type switch
    {
        LiteralType { Text: ['"', ..] } => "string",
        LiteralType { Text: "true" or "false" } => "boolean",
        LiteralType => "number",
        _ => null,
    };

    /// <summary>What is equal exactly when two simple types are. Null: it is not simple.</summary>
    private static string? Identity(TypeNode type) => type switch
    {
        KeywordType keyword => keyword.Text,
        LiteralType literal => literal.Text,
        ReferenceType reference => "&" + reference.Target.Key,
        ArrayType array => Identity(array.Element) is string element ? element + "[]" : null,
        _ => null,
    };
}

namespace Router.CodeMode.Declarations;

/// <summary>Which definitions an answer uses, how often, and how deep each may be shown. One thread at a time.</summary>
/// <param name="functions">How many functions it shows: each may use so many.</param>
internal sealed class TypeUses(int functions)
{
    private const int MostTypes = 2_000;
    private const int MostTypesOfOne = 100;
    private const int MostOpen = 48;

    private readonly Dictionary<string, Use> _uses = new(StringComparer.Ordinal);
    private readonly List<Use> _order = [];
    private readonly HashSet<string> _open = [];
    private readonly HashSet<string> _names = [];

    /// <summary>In the order of the first use.</summary>
    internal IReadOnlyList<Use> All => _order;

    /// <summary>Notes what a type uses.</summary>
    /// <param name="type">The type.</param>
    /// <param name="depth">How many levels of objects may be shown.</param>
    /// <param name="limits">How many members of each.</param>
    internal void Walk(TypeNode type, int depth, TypeLimits limits)
    {
        switch (type)
        {
            case ReferenceType { Target: NamedType target }:
                WalkReference(target, depth, limits);
                break;
            case ArrayType array:
                Walk(array.Element, depth, limits);
                break;
            case TupleType tuple:
                Each(tuple.Rest is null ? tuple.Items : [.. tuple.Items, tuple.Rest], depth, limits);
                break;
            case UnionType union:
                Each(union.Types, depth, limits);
                break;
            case IntersectionType both:
                Each(both.Types, depth, limits);
                break;
            case ObjectType o when depth > 0:
                foreach (Member member in limits.Shown(o))
                {
                    Walk(member.Type, depth - 1, limits);
                }

                if (o.Others is not null)
                {
                    Walk(o.Others, depth - 1, limits);
                }

                break;
        }
    }

    /// <summary>The use of a definition; null where it is written out in place.</summary>
    internal Use? Of(NamedType target) => _uses.TryGetValue(target.Key, out Use? use) && use.IsNamed ? use : null;

    /// <summary>Whether a type is so small that a name for it would only be in the way.</summary>
    internal static bool IsSmall(TypeNode? type) => type switch
    {
        null => false,
        KeywordType or LiteralType => true,
        ArrayType array => IsSmall(array.Element),
        UnionType union => union.Types.Count <= 6 && union.Types.All(part => part is KeywordType or LiteralType),
        ObjectType o => o.Members.Count == 0 && (o.Others is null || IsSmall(o.Others)),
        _ => false,
    };

    private void Each(IReadOnlyList<TypeNode> types, int depth, TypeLimits limits)
    {
        foreach (TypeNode type in types)
        {
            Walk(type, depth, limits);
        }
    }

    private void WalkReference(NamedType target, int depth, TypeLimits limits)
    {
        TypeNode? body = target.Body;
        if (IsSmall(body))
        {
            return;
        }

        if (!_uses.TryGetValue(target.Key, out Use? use))
        {
            use = new Use(target, NameFor(target));
            _uses.Add(target.Key, use);
            _order.Add(use);
        }

        use.Count++;
        if (_open.Contains(target.Key))
        {
            use.IsRecursive = true;
        }
        else if (depth > use.Depth && body is not null && _order.Count <= Math.Min(MostTypes, (long)MostTypesOfOne * functions) && _open.Count < MostOpen)
        {
            use.Depth = depth;
            use.Limits = limits;
            _open.Add(target.Key);
            Walk(body, depth, limits);
            _open.Remove(target.Key);
        }
    }

    private string NameFor(NamedType target)
    {
        string name = target.Name;
        for (int number = 2; !_names.Add(name); number++)
        {
            name = target.Name + number;
        }

        return name;
    }

    /// <summary>The uses of one definition.</summary>
    internal sealed class Use(NamedType type, string name)
    {
        internal NamedType Type => type;

        internal string Name => name;

        internal int Count { get; set; }

        /// <summary>The most levels that any use may show. 0: none is shown.</summary>
        internal int Depth { get; set; }

        internal TypeLimits Limits { get; set; } = TypeLimits.None;

        internal bool IsRecursive { get; set; }

        internal bool IsNamed => Depth == 0 || Count > 1 || IsRecursive;
    }
}

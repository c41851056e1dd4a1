namespace Router.CodeMode.Declarations;

/// <summary>A type, on its way from a schema to text. Immutable.</summary>
internal abstract record TypeNode
{
    internal static readonly KeywordType Unknown = new("unknown");
    internal static readonly KeywordType Never = new("never");
    internal static readonly KeywordType Null = new("null");
    internal static readonly KeywordType String = new("string");
    internal static readonly KeywordType Number = new("number");
    internal static readonly KeywordType Boolean = new("boolean");
}

/// <summary><c>string</c>, <c>unknown</c>.</summary>
internal sealed record KeywordType(string Text) : TypeNode;

/// <summary>A value as a type, as it is written: <c>"open"</c>, <c>1</c>.</summary>
internal sealed record LiteralType(string Text) : TypeNode;

internal sealed record ArrayType(TypeNode Element) : TypeNode;

/// <summary><c>[A, B, ...C[]]</c>.</summary>
internal sealed record TupleType(IReadOnlyList<TypeNode> Items, TypeNode? Rest) : TypeNode;

/// <summary>An object: its members, and the type of all others. Neither: any object.</summary>
internal sealed record ObjectType(IReadOnlyList<Member> Members, TypeNode? Others) : TypeNode;

internal sealed record UnionType(IReadOnlyList<TypeNode> Types) : TypeNode;

internal sealed record IntersectionType(IReadOnlyList<TypeNode> Types) : TypeNode;

/// <summary>What a <c>$ref</c> points to.</summary>
internal sealed record ReferenceType(NamedType Target) : TypeNode;

/// <summary>A member of an object, or a parameter.</summary>
internal sealed record Member(string Name, TypeNode Type, bool Required, Notes Notes);

/// <summary>What a comment may tell of a member.</summary>
internal sealed record Notes(string Description, string Short, string Limits)
{
    internal static readonly Notes None = new(string.Empty, string.Empty, string.Empty);
}

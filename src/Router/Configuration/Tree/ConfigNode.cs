namespace Router.Configuration.Tree;

/// <summary>One value of a configuration, whatever it was read from. Immutable.</summary>
internal sealed class ConfigNode
{
    internal required ConfigKind Kind { get; init; }

    internal required string Path { get; init; }

    /// <summary>The name within an object; empty for items and for the root.</summary>
    internal string Name { get; init; } = "";

    /// <summary>The text of a scalar as it stands: a string without quotes, a number with its own digits.</summary>
    internal string Text { get; init; } = "";

    /// <summary>Where the value starts; null where the source has no lines.</summary>
    internal ConfigPosition? Position { get; init; }

    /// <summary>Where the name starts.</summary>
    internal ConfigPosition? NamePosition { get; init; }

    /// <summary>The properties or items, in the order of the source.</summary>
    internal IReadOnlyList<ConfigNode> Children { get; init; } = [];

    /// <summary>
    /// Whether there is nothing here. An empty object or list reaches an <c>IConfiguration</c> as null or as empty text.
    /// </summary>
    internal bool IsNothing => Kind is ConfigKind.Null || (Kind is ConfigKind.Untyped && Text.Length == 0);

    /// <summary>
    /// Whether this has named children. An object whose names are all numbers cannot be told from a list in an
    /// <c>IConfiguration</c>; the names of a list's items are kept there for that reason.
    /// </summary>
    internal bool IsObject => Kind is ConfigKind.Object || (Kind is ConfigKind.Array && Children.Any(child => child.Name.Length > 0));

    /// <summary>What this is, for a message; never the value.</summary>
    internal string KindName => Kind switch
    {
        ConfigKind.Null => "null",
        ConfigKind.Number => "a number",
        ConfigKind.Boolean => "true or false",
        ConfigKind.Object => "an object",
        ConfigKind.Array => "a list",
        _ => "a text",
    };
}

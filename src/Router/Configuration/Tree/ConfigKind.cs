namespace Router.Configuration.Tree;

/// <summary>What stands at a place of a configuration.</summary>
internal enum ConfigKind
{
    /// <summary>JSON null, or a section without value and children.</summary>
    Null,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>JSON true or false.</summary>
    Boolean,

    /// <summary>A value of an <c>IConfiguration</c>: text whose kind only its reader knows.</summary>
    Untyped,

    /// <summary>Named children.</summary>
    Object,

    /// <summary>Children in order.</summary>
    Array,
}

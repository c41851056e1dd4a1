namespace Router.Configuration.Binding;

/// <summary>One property of a shape: enough to hold it against the JSON Schema.</summary>
internal interface IConfigProperty
{
    string Name { get; }

    /// <summary>The JSON Schema type.</summary>
    string JsonType { get; }

    bool Required { get; }

    /// <summary>The only texts it, or its items, may take; null where any will do.</summary>
    IReadOnlyList<string>? Values => null;

    string? Least => null;

    string? Most => null;

    bool AboveLeast => false;

    bool BelowMost => false;

    /// <summary>The shape of the object, of the items of the list or of the values of the map; null for scalars.</summary>
    IConfigShape? Child => null;
}

using System.Diagnostics.CodeAnalysis;
using Router.Configuration.Tree;

namespace Router.Configuration.Binding;

/// <summary>How one kind of scalar is written, read and checked.</summary>
internal interface IValueFormat<T>
{
    /// <summary>The JSON Schema type of its JSON form.</summary>
    string JsonType { get; }

    /// <summary>The only texts it may take; null where any will do.</summary>
    IReadOnlyList<string>? Values => null;

    /// <summary>The least value as text; null where there is none.</summary>
    string? Least => null;

    /// <summary>The greatest value as text; null where there is none.</summary>
    string? Most => null;

    /// <summary>Whether the least value itself is too small.</summary>
    bool AboveLeast => false;

    /// <summary>Whether the greatest value itself is too large.</summary>
    bool BelowMost => false;

    /// <summary>Reads a node of the right form; the value may still be out of range.</summary>
    bool TryRead(ConfigNode node, [MaybeNullWhen(false)] out T value);

    /// <summary>Says what is wrong with a node that could not be read.</summary>
    (string Message, string? Suggestion) Explain(ConfigNode node);

    /// <summary>What is wrong with a value; null where nothing is.</summary>
    string? Fault(T value);
}

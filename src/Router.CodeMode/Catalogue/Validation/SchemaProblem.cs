namespace Router.CodeMode.Catalogue.Validation;

/// <summary>What is wrong with a value: where, what was given (its type, never itself), and what is right.</summary>
/// <param name="Path">Where, such as <c>labels[2].name</c>; empty for the value itself.</param>
/// <param name="Message">What is wrong, as the rest of a sentence that begins with the path.</param>
/// <param name="IsType">Whether the value is of another type altogether.</param>
internal sealed record SchemaProblem(string Path, string Message, bool IsType = false)
{
    internal int Depth => Path.AsSpan().Count('.') + Path.AsSpan().Count('[');
}

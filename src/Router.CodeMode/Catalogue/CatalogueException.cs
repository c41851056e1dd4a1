namespace Router.CodeMode.Catalogue;

/// <summary>A catalogue cannot be made: two functions of one name, a document that is none, a name that cannot be called.</summary>
public sealed class CatalogueException : Exception
{
    private const int Shown = 50;

    /// <summary>Makes one without words.</summary>
    public CatalogueException()
    {
    }

    /// <summary>Makes one that says where, what, and what would be right.</summary>
    public CatalogueException(string message)
        : base(message) => Problems = [message];

    /// <summary>Makes one with its cause.</summary>
    public CatalogueException(string message, Exception innerException)
        : base(message, innerException) => Problems = [message];

    /// <summary>Makes one of several problems; the message names the first 50.</summary>
    public CatalogueException(IReadOnlyList<string> problems)
        : base(Join(problems)) => Problems = [.. problems];

    /// <summary>Everything that is wrong, each with where, what, and what would be right.</summary>
    public IReadOnlyList<string> Problems { get; } = [];

    private static string Join(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        string text = string.Join(Environment.NewLine, problems.Take(Shown));
        return problems.Count <= Shown ? text : $"{text}{Environment.NewLine}and {problems.Count - Shown} more.";
    }
}

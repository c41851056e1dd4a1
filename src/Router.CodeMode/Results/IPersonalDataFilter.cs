namespace Router.CodeMode.Results;

/// <summary>Finds personal values in what a program answers. Thread-safe, and quick: it is asked for every string.</summary>
public interface IPersonalDataFilter
{
    /// <summary>The personal parts of a text.</summary>
    /// <param name="member">The name of the member whose value it is; null where it has none.</param>
    /// <param name="text">The text.</param>
    IEnumerable<PersonalMatch> Find(string? member, string text);
}

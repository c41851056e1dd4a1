namespace Router.CodeMode.Catalogue;

/// <summary>Descriptions from elsewhere. Stateless.</summary>
internal static class Texts
{
    private const int LongestSummary = 200;

    /// <summary>The first sentence or line of a description, and what follows it.</summary>
    internal static (string Summary, string Description) Split(string? description)
    {
        string text = description?.Trim() ?? "";
        int line = text.AsSpan().IndexOfAny('\r', '\n');
        int sentence = text.IndexOf(". ", StringComparison.Ordinal);
        int lineEnd = line < 0 ? text.Length : line;
        int end = sentence < 0 ? lineEnd : Math.Min(lineEnd, sentence + 1);
        string first = text[..end].TrimEnd();
        return first.Length <= LongestSummary ? (first, text[end..].Trim()) : (string.Concat(first.AsSpan(0, LongestSummary - 1), "…"), text);
    }

    /// <summary>A text from outside on one line, without control characters, cut where it is too long.</summary>
    internal static string OneLine(string text, int most)
    {
        string line = string.Create(Math.Min(text.Length, most), text, static (span, source) =>
        {
            for (int index = 0; index < span.Length; index++)
            {
                span[index] = char.IsControl(source[index]) ? ' ' : source[index];
            }
        }).Trim();
        return text.Length <= most ? line : line + "…";
    }
}

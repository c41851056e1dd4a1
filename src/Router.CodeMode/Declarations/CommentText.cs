using System.Text;

namespace Router.CodeMode.Declarations;

/// <summary>Makes a comment of what a stranger wrote: one line, that ends no comment and starts none.</summary>
internal static class CommentText
{
    /// <summary>No more of a description is looked at than this many characters.</summary>
    private const int Longest = 4000;

    /// <summary>Cleans a text: one line, links without their addresses, no control characters.</summary>
    internal static string Clean(string text)
    {
        StringBuilder clean = new(Math.Min(text.Length, Longest));
        bool space = false;
        for (int i = 0; i < text.Length && i < Longest; i++)
        {
            char c = text[i];
            if (c == ']' && i + 1 < text.Length && text[i + 1] == '(' && text.IndexOf(')', i, Math.Min(text.Length - i, 300)) is int end and > 0)
            {
                i = end;
                continue;
            }

            if (c is '[' or ']' or '`' or '*' or '\\' || char.IsSurrogate(c))
            {
                // A star could end a comment with the slash behind it; the others are Markdown, or halves of pictures.
                continue;
            }

            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
            {
                space = clean.Length > 0;
                continue;
            }

            if (space)
            {
                clean.Append(' ');
                space = false;
            }

            clean.Append(c);
        }

        return clean.ToString();
    }

    /// <summary>The first sentence, or as much of the text as fits.</summary>
    /// <param name="text">A clean text.</param>
    /// <param name="most">In characters.</param>
    /// <param name="oneSentence">Whether the first sentence is enough.</param>
    internal static string Cut(string text, int most, bool oneSentence)
    {
        if (oneSentence)
        {
            int end = text.IndexOf(". ", StringComparison.Ordinal);
            if (end > 0 && end <= most)
            {
                return text[..end];
            }
        }

        if (text.Length <= most)
        {
            return text.TrimEnd('.');
        }

        int sentence = text.LastIndexOf(". ", most, StringComparison.Ordinal);
        if (sentence > most / 2)
        {
            return text[..sentence];
        }

        int word = text.LastIndexOf(' ', most);
        return text[..(word > most / 2 ? word : most)] + "…";
    }

    /// <summary>Whether a text tells no more than the name does: <c>owner: The owner</c>.</summary>
    internal static bool Repeats(string name, string text)
    {
        string known = name.Replace("_", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        foreach (Range range in text.AsSpan().SplitAny(" .,_-"))
        {
            ReadOnlySpan<char> word = text.AsSpan(range);
            bool empty = word.IsEmpty || word.Equals("the", StringComparison.OrdinalIgnoreCase) || word.Equals("a", StringComparison.OrdinalIgnoreCase)
                || word.Equals("an", StringComparison.OrdinalIgnoreCase) || word.Equals("of", StringComparison.OrdinalIgnoreCase)
                || word.Equals("this", StringComparison.OrdinalIgnoreCase) || word.Equals("for", StringComparison.OrdinalIgnoreCase);
            if (!empty && !known.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}

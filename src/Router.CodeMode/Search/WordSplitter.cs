namespace Router.CodeMode.Search;

/// <summary>
/// Splits text and identifiers into words, in lower case: <c>listPRs</c> is list, prs; <c>getHTTPStatus2</c> is get, http, status, 2.
/// </summary>
internal static class WordSplitter
{
    /// <summary>Longer words are no words.</summary>
    internal const int LongestWord = 40;

    /// <summary>The words of a text, in order.</summary>
    internal static List<string> Split(ReadOnlySpan<char> text, int most = int.MaxValue)
    {
        List<string> words = [];
        int start = -1;
        for (int i = 0; i <= text.Length && words.Count < most; i++)
        {
            bool inside = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (start >= 0 && (!inside || StartsWord(text, start, i)))
            {
                Add(words, text[start..i]);
                start = -1;
            }

            if (inside && start < 0)
            {
                start = i;
            }
        }

        return words;
    }

    private static bool StartsWord(ReadOnlySpan<char> text, int start, int at)
    {
        char before = text[at - 1];
        char now = text[at];
        if (char.IsDigit(before) != char.IsDigit(now))
        {
            return true;
        }

        if (!char.IsUpper(now))
        {
            return false;
        }

        if (!char.IsUpper(before))
        {
            return true;
        }

        // The last capital of a run begins a word, HTTP|Status, unless all that follows is the s of a plural: PRs.
        bool followed = at + 1 < text.Length && char.IsLower(text[at + 1]);
        bool isPlural = followed && text[at + 1] == 's' && (at + 2 >= text.Length || !char.IsLower(text[at + 2])) && at > start;
        return followed && !isPlural;
    }

    private static void Add(List<string> words, ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord)
        {
#pragma warning disable CA1308 // Words of an index, compared with themselves alone.
            words.Add(word.ToString().ToLowerInvariant());
#pragma warning restore CA1308
        }
    }
}

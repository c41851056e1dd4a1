namespace Router.CodeMode.Search;

/// <summary>
/// Takes English words to their stems: plurals, -ed, -ing, -ion, -ment, -er and -or, and a last e. The first steps are Porter's; the others
/// are the few that names of functions need. A stem is no word: it is only ever compared with another.
/// </summary>
internal static class Stemmer
{
    // Of a shorter word the -ion is a part: action, session.
    private const int LongestWhole = 7;

    /// <summary>The stem of a word in lower case.</summary>
    internal static string Stem(string word)
    {
        if (word.Length <= 2 || !word.All(char.IsAsciiLetterLower))
        {
            return word;
        }

        string stem = Past(Plural(word));
        if (stem.Length > 2 && stem[^1] == 'y' && !IsVowel(stem, stem.Length - 2))
        {
            stem = string.Concat(stem.AsSpan(0, stem.Length - 1), "i");
        }

        foreach (string suffix in (ReadOnlySpan<string>)["ement", "ment", "er", "or"])
        {
            if (stem.EndsWith(suffix, StringComparison.Ordinal) && Measure(stem, stem.Length - suffix.Length) > 1)
            {
                stem = stem[..^suffix.Length];
                break;
            }
        }

        if (stem.EndsWith("ion", StringComparison.Ordinal) && stem.Length > LongestWhole && stem[^4] is 's' or 't')
        {
            stem = stem[..^3];
        }

        return stem.Length > 3 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static string Plural(string word)
    {
        if (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("ies", StringComparison.Ordinal))
        {
            return word.Length > 4 ? word[..^2] : word[..^1];
        }

        if (word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal))
        {
            return word[..^2];
        }

        return word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1] : word;
    }

    private static string Past(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal))
        {
            return Measure(word, word.Length - 3) > 0 ? word[..^1] : word;
        }

        int cut = word.EndsWith("ed", StringComparison.Ordinal) ? 2 : word.EndsWith("ing", StringComparison.Ordinal) ? 3 : 0;
        if (cut == 0 || !HasVowel(word, word.Length - cut))
        {
            return word;
        }

        string stem = word[..^cut];
        bool isDouble = stem.Length > 1 && stem[^1] == stem[^2] && !IsVowel(stem, stem.Length - 1) && stem[^1] is not ('l' or 's' or 'z');
        return isDouble ? stem[..^1] : stem;
    }

    private static bool HasVowel(string word, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (IsVowel(word, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Porter's m: how often a vowel is followed by a consonant.</summary>
    private static int Measure(string word, int length)
    {
        int measure = 0;
        for (int i = 1; i < length; i++)
        {
            if (IsVowel(word, i - 1) && !IsVowel(word, i))
            {
                measure++;
            }
        }

        return measure;
    }

    private static bool IsVowel(string word, int index) =>
        word[index] is 'a' or 'e' or 'i' or 'o' or 'u' || (word[index] == 'y' && index > 0 && !IsVowel(word, index - 1));
}

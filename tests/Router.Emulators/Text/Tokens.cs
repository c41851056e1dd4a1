namespace Router.Emulators.Text;

/// <summary>
/// A rough tokeniser: a token is one space, if there is one, with up to twelve letters or digits, or with one other
/// character; further white space stands alone. The same pieces are the chunks of a stream and the units of usage.
/// </summary>
internal static class Tokens
{
    private const int LongestWord = 12;

    public static int Count(string? text) => string.IsNullOrEmpty(text) ? 0 : Split(text).Count;

    public static List<string> Split(string text)
    {
        List<string> pieces = [];
        int at = 0;
        while (at < text.Length)
        {
            int end = at;
            if (text[end] == ' ')
            {
                end++;
            }

            int word = end;
            while (end < text.Length && end - word < LongestWord && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end == word && end < text.Length)
            {
                // A pair of surrogates is one character; half of one would not survive UTF-8.
                end += end + 1 < text.Length && char.IsSurrogatePair(text[end], text[end + 1]) ? 2 : 1;
            }

            pieces.Add(text[at..end]);
            at = end;
        }

        return pieces;
    }
}

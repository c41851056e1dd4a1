namespace Router.Tokens;

/// <summary>
/// What a run of characters of one class comes to, in hundredths of a token. The figures are means measured with the vocabulary
/// o200k_base over prose, code and data; the splitting into runs follows its rules.
/// </summary>
internal static class TokenCosts
{
    internal const int Whole = 100;

    /// <summary>A line's end after punctuation is mostly of one token with it, as in <c>;</c> and <c>{</c>.</summary>
    internal const int NewLineAfterPunctuation = 20;

    private const int LongestTabled = 12;
    private const int LongestWord = 20;
    private const int DigitsToAToken = 3;
    private const int BlanksToAToken = 32;
    private const int MarksToAToken = 16;

    private static ReadOnlySpan<byte> Words => [0, 100, 100, 100, 101, 104, 109, 117, 124, 140, 150, 175, 200];

    internal static long Digits(int length) => (length + DigitsToAToken - 1L) / DigitsToAToken * Whole;

    /// <summary>Blanks before something else on the line. One belongs to what follows it, except to a number.</summary>
    internal static long Spaces(int length, bool beforeDigit) =>
        (length > 1 ? Whole + ((length - 1L) / BlanksToAToken * Whole) : 0) + (beforeDigit ? Whole : 0);

    /// <summary>A word, or one hump of a name.</summary>
    internal static long Word(int length, bool capitals, int accents, int rareAccents)
    {
        if (capitals && length > 1)
        {
            return length <= 3 ? 104 : Math.Max(125, 50 + (length * 20L));
        }

        long cost = length switch
        {
            <= LongestTabled => Words[length],
            <= LongestWord => 200 + ((length - LongestTabled) * 28L),
            // No word is so long: it is data.
            _ => 424 + ((length - LongestWord) * 50L),
        };
        if (accents > 0)
        {
            cost += length > 8 ? 90 : 55;
        }

        return cost + (rareAccents * 40L);
    }

    /// <summary>Letters of a run that is no word: hexadecimal digits, base64, identifiers made by machines.</summary>
    internal static long Jumble(int length) => length switch
    {
        1 => Whole,
        2 => 125,
        3 => 170,
        _ => length * 55L,
    };

    /// <summary>A single mark, which is of one token with the word after it as often as that pair is seen.</summary>
    internal static int MarkBeforeWord(char mark) => mark switch
    {
        '.' or '_' => 30,
        '/' or '(' => 35,
        '<' => 45,
        '-' or '[' or '$' or '&' => 50,
        '\'' or '{' or '@' or '#' or '*' or '=' or ':' => 60,
        '"' or ',' => 90,
        '+' => 100,
        _ => 70,
    };

    internal static long Punctuation(int length, bool allAlike) => (length, allAlike) switch
    {
        (1, _) => Whole,
        (2, _) => 115,
        ( > 3, true) => Whole + (length / MarksToAToken * (long)Whole),
        _ => 120 + ((length - 2) * 40L),
    };

    /// <summary>Characters of scripts without blanks between words, or of words that are not Latin.</summary>
    internal static long Other(TextClass kind, int length) => kind switch
    {
        TextClass.Ideograph => length * 84L,
        TextClass.Kana => length * 75L,
        TextClass.Hangul => length * 76L,
        TextClass.Alphabet => length <= 3 ? Whole : Whole + ((length - 3) * 29L),
        TextClass.RareAlphabet => length <= 2 ? Whole : Whole + ((length - 2) * 42L),
        TextClass.Symbol => length * 130L,
        // Half of a pair: most emoji are of one to three tokens.
        _ => length * 100L,
    };
}

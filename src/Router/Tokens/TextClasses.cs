namespace Router.Tokens;

/// <summary>Sorts characters into classes, by the blocks of Unicode.</summary>
internal static class TextClasses
{
    private const char MultiplicationSign = '\u00D7';
    private const char DivisionSign = '\u00F7';

    internal static TextClass Of(char character) => character < 0x80 ? Ascii(character) : Beyond(character);

    /// <summary>Whether characters of this class make words of a Latin alphabet.</summary>
    internal static bool IsLatin(TextClass kind) => kind is TextClass.Lower or TextClass.Upper or TextClass.Accented;

    private static TextClass Ascii(char character) => character switch
    {
        >= 'a' and <= 'z' => TextClass.Lower,
        ' ' or '\t' => TextClass.Space,
        >= '0' and <= '9' => TextClass.Digit,
        >= 'A' and <= 'Z' => TextClass.Upper,
        '\n' or '\r' => TextClass.NewLine,
        _ => TextClass.Punctuation,
    };

    private static TextClass Beyond(char character) => character switch
    {
        '\u00A0' or '\u3000' => TextClass.Space,
        < '\u00C0' or MultiplicationSign or DivisionSign => TextClass.Symbol,
        < '\u0250' or (>= '\u1E00' and < '\u1F00') => TextClass.Accented,
        >= '\u0370' and < '\u0400' or (>= '\u0590' and < '\u0600') or (>= '\u0E00' and < '\u1100') => TextClass.RareAlphabet,
        < '\u1100' => TextClass.Alphabet,
        < '\u1200' => TextClass.Hangul,
        < '\u2000' => TextClass.RareAlphabet,
        < '\u2E80' => TextClass.Symbol,
        >= '\u3001' and < '\u3040' => TextClass.Kana,
        >= '\u3040' and < '\u3130' => TextClass.Kana,
        >= '\u3130' and < '\u3190' => TextClass.Hangul,
        >= '\uAC00' and < '\uD7B0' => TextClass.Hangul,
        >= '\uD800' and < '\uE000' => TextClass.Surrogate,
        >= '\uFF00' and < '\uFFF0' => TextClass.Kana,
        _ => TextClass.Ideograph,
    };
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace Router.Tokenizers;

/// <summary>Classifies code points.</summary>
internal static class CodePointClasses
{
    private static readonly CodePointClass[] Ascii = [.. Enumerable.Range(0, 128).Select(Of)];

    /// <summary>The class of the code point at a place, and its length in chars. Half a surrogate pair is one of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static CodePointClass At(ReadOnlySpan<char> text, int position, out int width)
    {
        char c = text[position];
        width = 1;
        return c < 128 ? Ascii[c] : AtOther(text, position, ref width);
    }

    private static CodePointClass AtOther(ReadOnlySpan<char> text, int position, ref int width)
    {
        char c = text[position];
        if (char.IsHighSurrogate(c) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]))
        {
            width = 2;
            return Of(char.ConvertToUtf32(c, text[position + 1]));
        }

        return Of(c);
    }

    private static CodePointClass Of(int codePoint) => codePoint switch
    {
        '\r' or '\n' => CodePointClass.Whitespace | CodePointClass.Newline,
        '\t' or '\v' or '\f' or ' ' or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000 or 0xFEFF
            => CodePointClass.Whitespace,
        _ => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => CodePointClass.Letter | CodePointClass.Upper,
            UnicodeCategory.LowercaseLetter => CodePointClass.Letter | CodePointClass.Lower,
            UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CodePointClass.Letter | CodePointClass.Word,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => CodePointClass.Word,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CodePointClass.Number,
            _ => CodePointClass.None,
        },
    };
}

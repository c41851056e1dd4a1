using System.Runtime.CompilerServices;

namespace Router.Tokenizers;

/// <summary>
/// Splits text as the pattern of o200k_base does, without a regular expression. With U = [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}],
/// l = [\p{Ll}\p{Lm}\p{Lo}\p{M}], X = [^\r\n\p{L}\p{N}] and C = '(?:s|t|re|ve|m|ll|d) in any case it reads, the first alternative that
/// matches: <c>X?U*l+C? | X?U+l*C? | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+</c>.
/// </summary>
internal static class PieceScanner
{
    /// <summary>The length of the first piece, at least 1. No code point is cut.</summary>
    /// <param name="text">Not empty.</param>
    internal static int NextPiece(ReadOnlySpan<char> text)
    {
        CodePointClass first = CodePointClasses.At(text, 0, out int width);
        bool mayLead = (first & (CodePointClass.Letter | CodePointClass.Number | CodePointClass.Newline)) == 0;
        int length;
        if ((mayLead && (length = Word(text, width, needsLower: true)) > 0)
            || ((first & CodePointClass.Word) != 0 && (length = Word(text, 0, needsLower: true)) > 0)
            || (mayLead && (length = Word(text, width, needsLower: false)) > 0)
            || ((first & CodePointClass.Word) != 0 && (length = Word(text, 0, needsLower: false)) > 0))
        {
            return length + Contraction(text[length..]);
        }

        if ((first & CodePointClass.Number) != 0)
        {
            return Numbers(text);
        }

        length = Others(text, text[0] == ' ' ? 1 : 0);
        return length > 0 ? length : Whitespace(text);
    }

    /// <summary>The end of U*l+, or of U+l*, from a place. 0: no match.</summary>
    private static int Word(ReadOnlySpan<char> text, int start, bool needsLower)
    {
        int position = start;
        int afterLastOfBoth = 0;
        int width;
        CodePointClass found = CodePointClass.None;
        while (position < text.Length && ((found = CodePointClasses.At(text, position, out width)) & CodePointClass.Upper) != 0)
        {
            position += width;
            if ((found & CodePointClass.Lower) != 0)
            {
                afterLastOfBoth = position;
            }
        }

        int afterUpper = position;
        while (position < text.Length && (CodePointClasses.At(text, position, out width) & CodePointClass.Lower) != 0)
        {
            position += width;
        }

        if (needsLower)
        {
            // Without a lower one behind them, the upper ones give back as far as the last that counts as both.
            return position > afterUpper ? position : afterLastOfBoth;
        }

        return afterUpper > start ? position : 0;
    }

    private static int Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\'')
        {
            return 0;
        }

        char second = text.Length > 2 ? Lower(text[2]) : '\0';
        return (Lower(text[1]), second) switch
        {
            ('s' or 't' or 'm' or 'd', _) => 2,
            ('l', 'l') or ('v', 'e') or ('r', 'e') => 3,
            _ => 0,
        };
    }

    private static char Lower(char c) => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;

    private static int Numbers(ReadOnlySpan<char> text)
    {
        int position = 0;
        for (int count = 0; count < 3 && position < text.Length; count++)
        {
            if ((CodePointClasses.At(text, position, out int width) & CodePointClass.Number) == 0)
            {
                break;
            }

            position += width;
        }

        return position;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Others(ReadOnlySpan<char> text, int start)
    {
        const CodePointClass Excluded = CodePointClass.Whitespace | CodePointClass.Letter | CodePointClass.Number;
        int position = start;
        while (position < text.Length && (CodePointClasses.At(text, position, out int width) & Excluded) == 0)
        {
            position += width;
        }

        if (position == start)
        {
            return 0;
        }

        while (position < text.Length && text[position] is '\r' or '\n' or '/')
        {
            position++;
        }

        return position;
    }

    private static int Whitespace(ReadOnlySpan<char> text)
    {
        int position = 0;
        int afterNewline = 0;
        CodePointClass found;
        while (position < text.Length && ((found = CodePointClasses.At(text, position, out _)) & CodePointClass.Whitespace) != 0)
        {
            position++;
            if ((found & CodePointClass.Newline) != 0)
            {
                afterNewline = position;
            }
        }

        if (afterNewline > 0)
        {
            return afterNewline;
        }

        // The last one before a word leads that word.
        return position == text.Length || position == 1 ? position : position - 1;
    }
}

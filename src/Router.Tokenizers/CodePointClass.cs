namespace Router.Tokenizers;

/// <summary>What the splitting pattern asks of a code point.</summary>
[Flags]
internal enum CodePointClass : byte
{
    None = 0,

    /// <summary>\p{L}.</summary>
    Letter = 1,

    /// <summary>\p{N}.</summary>
    Number = 2,

    /// <summary>\s.</summary>
    Whitespace = 4,

    /// <summary>\r or \n.</summary>
    Newline = 8,

    /// <summary>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}].</summary>
    Upper = 16,

    /// <summary>[\p{Ll}\p{Lm}\p{Lo}\p{M}].</summary>
    Lower = 32,

    /// <summary>Either.</summary>
    Word = Upper | Lower,
}

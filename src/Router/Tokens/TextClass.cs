namespace Router.Tokens;

/// <summary>What kind of character a vocabulary treats alike.</summary>
internal enum TextClass
{
    NewLine,
    Space,
    Digit,
    Lower,
    Upper,

    /// <summary>Letters of Latin alphabets beyond ASCII.</summary>
    Accented,
    Punctuation,

    /// <summary>Signs beyond ASCII: quotation marks, arrows, box drawing.</summary>
    Symbol,

    /// <summary>Alphabets whose words are written whole, such as Cyrillic and Arabic.</summary>
    Alphabet,

    /// <summary>Scripts that vocabularies cover more thinly, such as Greek and Thai.</summary>
    RareAlphabet,
    Kana,
    Hangul,
    Ideograph,
    Surrogate,
}

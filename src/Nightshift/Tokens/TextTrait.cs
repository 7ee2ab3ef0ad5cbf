namespace Nightshift.Tokens;

/// <summary>What of a text decides how many tokens it is. Tokenizers cut between kinds of characters, and differ in what they make of each.</summary>
internal enum TextTrait
{
    /// <summary>Runs of Latin letters.</summary>
    Word,

    /// <summary>Letters beyond a word's sixth, and once more beyond its tenth.</summary>
    LetterBeyondSix,
    LetterBeyondTen,

    /// <summary>Capitals within a word, as in camelCase.</summary>
    InnerCapital,

    /// <summary>Runs of digits, and digits.</summary>
    Number,
    Digit,

    /// <summary>Runs of ASCII punctuation, and its characters.</summary>
    PunctuationRun,
    Punctuation,

    /// <summary>Runs of line breaks.</summary>
    LineBreakRun,

    /// <summary>Runs of two spaces and more, and their spaces beyond the first.</summary>
    SpaceRun,
    FurtherSpace,
    Tab,

    /// <summary>Latin letters beyond ASCII.</summary>
    AccentedLetter,

    /// <summary>Chinese characters, those of Japanese and Korean texts included.</summary>
    Ideograph,
    Kana,
    Hangul,

    /// <summary>Runs of Cyrillic or Greek, and their letters.</summary>
    CyrillicRun,
    CyrillicLetter,

    /// <summary>Runs of Arabic or Hebrew, and their letters.</summary>
    ArabicRun,
    ArabicLetter,

    /// <summary>Letters of India's scripts.</summary>
    IndicLetter,
    ThaiLetter,

    /// <summary>Punctuation beyond ASCII: typographic, of East Asia, full-width.</summary>
    WidePunctuation,

    /// <summary>UTF-8 bytes of everything else: emoji, symbols, other scripts.</summary>
    OtherByte,
}

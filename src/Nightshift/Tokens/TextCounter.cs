using System.Text;

namespace Nightshift.Tokens;

/// <summary>Counts the traits of texts, in one pass and without a copy.</summary>
internal sealed class TextCounter
{
    private readonly long[] _counts = new long[Enum.GetValues<TextTrait>().Length];

    /// <summary>By <see cref="TextTrait"/>.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Begins anew.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>Counts one text; no word goes on from one text to the next.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var (previous, run, isLower) = (Kind.None, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            var kind = KindOf(letter);
            if (char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                this[TextTrait.OtherByte] += 4;
            }
            else
            {
                Count(kind, letter);
            }

            // An accented letter goes on with a word.
            var group = kind == Kind.Accented ? Kind.Letter : kind;
            if (group != previous)
            {
                End(previous, run);
                Begin(group);
                (previous, run) = (group, 0);
            }
            else if (isLower && letter is >= 'A' and <= 'Z')
            {
                this[TextTrait.InnerCapital]++;
            }

            run++;
            isLower = letter is >= 'a' and <= 'z';
        }

        End(previous, run);
    }

    private ref long this[TextTrait trait] => ref _counts[(int)trait];

    private void Begin(Kind kind)
    {
        switch (kind)
        {
            case Kind.Letter:
                this[TextTrait.Word]++;
                break;
            case Kind.Digit:
                this[TextTrait.Number]++;
                break;
            case Kind.Punctuation:
                this[TextTrait.PunctuationRun]++;
                break;
            case Kind.LineBreak:
                this[TextTrait.LineBreakRun]++;
                break;
            case Kind.Cyrillic:
                this[TextTrait.CyrillicRun]++;
                break;
            case Kind.Arabic:
                this[TextTrait.ArabicRun]++;
                break;
        }
    }

    private void End(Kind kind, int length)
    {
        if (kind == Kind.Letter)
        {
            this[TextTrait.LetterBeyondSix] += Math.Max(0, length - 6);
            this[TextTrait.LetterBeyondTen] += Math.Max(0, length - 10);
        }
        else if (kind == Kind.Space && length > 1)
        {
            this[TextTrait.SpaceRun]++;
            this[TextTrait.FurtherSpace] += length - 1;
        }
    }

    private void Count(Kind kind, char letter)
    {
        switch (kind)
        {
            case Kind.Letter or Kind.Space or Kind.LineBreak:
                break;
            case Kind.Digit:
                this[TextTrait.Digit]++;
                break;
            case Kind.Punctuation:
                this[TextTrait.Punctuation]++;
                break;
            case Kind.Other:
                this[TextTrait.OtherByte] += Rune.TryCreate(letter, out var rune) ? rune.Utf8SequenceLength : 3;
                break;
            default:
                this[TraitOf(kind)]++;
                break;
        }
    }

    private static TextTrait TraitOf(Kind kind) => kind switch
    {
        Kind.Tab => TextTrait.Tab,
        Kind.Accented => TextTrait.AccentedLetter,
        Kind.Ideograph => TextTrait.Ideograph,
        Kind.Kana => TextTrait.Kana,
        Kind.Hangul => TextTrait.Hangul,
        Kind.Cyrillic => TextTrait.CyrillicLetter,
        Kind.Arabic => TextTrait.ArabicLetter,
        Kind.Indic => TextTrait.IndicLetter,
        Kind.Thai => TextTrait.ThaiLetter,
        Kind.WidePunctuation => TextTrait.WidePunctuation,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind that is counted by character"),
    };

    private static Kind KindOf(char letter) => letter switch
    {
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Kind.Letter,
        ' ' or '\u00A0' => Kind.Space,
        >= '0' and <= '9' => Kind.Digit,
        '\n' or '\r' => Kind.LineBreak,
        '\t' => Kind.Tab,
        < '\u0080' => Kind.Punctuation,
        (>= '\u00A0' and < '\u00C0') or (>= '\u2000' and <= '\u206F') or (>= '\u3000' and <= '\u303F') or (>= '\uFF00' and <= '\uFFEF') => Kind.WidePunctuation,
        (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF') => Kind.Accented,
        (>= '\u4E00' and <= '\u9FFF') or (>= '\u3400' and <= '\u4DBF') or (>= '\uF900' and <= '\uFAFF') => Kind.Ideograph,
        >= '\u3040' and <= '\u30FF' => Kind.Kana,
        >= '\uAC00' and <= '\uD7AF' => Kind.Hangul,
        >= '\u0370' and <= '\u052F' => Kind.Cyrillic,
        >= '\u0590' and <= '\u08FF' => Kind.Arabic,
        >= '\u0900' and <= '\u0DFF' => Kind.Indic,
        >= '\u0E00' and <= '\u0EFF' => Kind.Thai,
        _ => Kind.Other,
    };

    private enum Kind
    {
        None,
        Letter,
        Digit,
        Space,
        LineBreak,
        Punctuation,
        Tab,
        Accented,
        Ideograph,
        Kana,
        Hangul,
        Cyrillic,
        Arabic,
        Indic,
        Thai,
        WidePunctuation,
        Other,
    }
}

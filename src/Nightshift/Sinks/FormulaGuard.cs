using System.Buffers;

namespace Nightshift.Sinks;

/// <summary>
/// Tells which texts a spreadsheet would run: an answer is written by a model that has read what strangers sent. A <c>'</c> before
/// them makes them text. Texts that already look guarded get another one, so that dropping the first gives back every text as it was.
/// </summary>
internal static class FormulaGuard
{
    private static readonly SearchValues<byte> Triggers = SearchValues.Create("=+-@\t\r\n\0"u8);

    public static bool IsNeeded(ReadOnlySpan<byte> text)
    {
        var bare = text.TrimStart((byte)'\'');
        return !bare.IsEmpty && BeginsFormula(bare) && (bare.Length < text.Length || !IsPlainNumber(text));
    }

    private static bool BeginsFormula(ReadOnlySpan<byte> text) =>
        Triggers.Contains(text[0])
        || text.StartsWith("＝"u8) || text.StartsWith("＋"u8) || text.StartsWith("－"u8) || text.StartsWith("＠"u8);

    // -12, +3.5, -.5, -1e-7: what a spreadsheet reads as the number that it is.
    private static bool IsPlainNumber(ReadOnlySpan<byte> text)
    {
        var rest = SkipSign(text);
        var whole = SkipDigits(ref rest);
        var fraction = 0;
        if (rest is [(byte)'.', ..])
        {
            rest = rest[1..];
            fraction = SkipDigits(ref rest);
        }

        if (whole + fraction == 0)
            return false;
        if (rest is not [(byte)'e' or (byte)'E', ..])
            return rest.IsEmpty;
        rest = SkipSign(rest[1..]);
        return SkipDigits(ref rest) > 0 && rest.IsEmpty;
    }

    private static ReadOnlySpan<byte> SkipSign(ReadOnlySpan<byte> text) => text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;

    private static int SkipDigits(ref ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? text.Length : digits;
        text = text[digits..];
        return digits;
    }
}

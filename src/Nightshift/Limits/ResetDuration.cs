using System.Buffers;
using System.Globalization;

namespace Nightshift.Limits;

/// <summary>Reads a rate-limit header's duration: Go's (<c>1s</c>, <c>6m0s</c>, <c>17ms</c>, <c>1m30.951s</c>) or plain seconds.</summary>
internal static class ResetDuration
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint;
    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    /// <summary>The duration, from zero to <see cref="RetryAfter.Longest"/>; null when the text is not one.</summary>
    public static TimeSpan? Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        // One sign only: a header is what a stranger wrote, and may be sixty thousand of them.
        if (text is ['-', ..])
            return ParsePositive(text[1..]) is null ? null : TimeSpan.Zero;
        return ParsePositive(text);
    }

    private static TimeSpan? ParsePositive(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return null;
        if (char.IsAsciiDigit(text[^1]))
            return double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var plain) ? RetryAfter.Clamp(plain) : null;

        var seconds = 0.0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(NumberParts);
            if (digits <= 0 || !double.TryParse(text[..digits], Plain, CultureInfo.InvariantCulture, out var number))
                return null;
            text = text[digits..];
            var letters = text.IndexOfAny(NumberParts);
            var unit = letters < 0 ? text : text[..letters];
            if (SecondsPer(unit) is not { } factor)
                return null;
            seconds += number * factor;
            text = text[unit.Length..];
        }

        return RetryAfter.Clamp(seconds);
    }

    private static double? SecondsPer(ReadOnlySpan<char> unit) => unit switch
    {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}

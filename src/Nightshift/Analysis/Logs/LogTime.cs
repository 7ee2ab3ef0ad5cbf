using System.Buffers.Text;

namespace Nightshift.Analysis.Logs;

/// <summary>
/// Times as logs write them: ISO 8601 with a <c>T</c> or a space, with or without a fraction and an offset (without one it is UTC), and seconds,
/// milliseconds, microseconds or nanoseconds since 1970, which their size tells apart. Nothing that a country reads otherwise.
/// </summary>
internal static class LogTime
{
    private const decimal LastSecond = 100_000_000_000;
    private static readonly long Epoch = DateTimeOffset.UnixEpoch.UtcTicks;

    /// <summary>The instant; null for what is none.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        return text.Length >= 10 && text[4] == '-' ? Iso(text) : Unix(text);
    }

    private static DateTimeOffset? Unix(ReadOnlySpan<byte> text)
    {
        if (LogNumber.Amount(text) is not { } amount || amount <= 0 || amount >= long.MaxValue)
            return null;
        var ticks = amount switch
        {
            < LastSecond => amount * TimeSpan.TicksPerSecond,
            < LastSecond * 1_000 => amount * TimeSpan.TicksPerMillisecond,
            < LastSecond * 1_000_000 => amount * TimeSpan.TicksPerMicrosecond,
            _ => amount / TimeSpan.NanosecondsPerTick,
        };
        return ticks < DateTimeOffset.MaxValue.UtcTicks - Epoch ? new DateTimeOffset((long)ticks + Epoch, TimeSpan.Zero) : null;
    }

    private static DateTimeOffset? Iso(ReadOnlySpan<byte> text)
    {
        if (!Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month) || !Digits(text, 8, 2, out var day) || text[7] != '-'
            || year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        var ticks = new DateTime(year, month, day).Ticks;
        if (text.Length == 10)
            return new DateTimeOffset(ticks, TimeSpan.Zero);
        if (text.Length < 19 || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t') || text[13] != ':' || text[16] != ':'
            || !Digits(text, 11, 2, out var hour) || !Digits(text, 14, 2, out var minute) || !Digits(text, 17, 2, out var second)
            || hour > 23 || minute > 59 || second > 60)
            return null;
        ticks += new TimeSpan(hour, minute, second).Ticks;
        var rest = Fraction(text[19..], ref ticks);
        return Offset(rest) is { } offset ? new DateTimeOffset(ticks - offset.Ticks, TimeSpan.Zero) : null;
    }

    private static ReadOnlySpan<byte> Fraction(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text is not [(byte)'.' or (byte)',', ..])
            return text;
        var (place, unit) = (1, TimeSpan.TicksPerSecond / 10);
        for (; place < text.Length && text[place] is >= (byte)'0' and <= (byte)'9'; place++, unit /= 10)
            ticks += (text[place] - '0') * unit;
        return text[place..];
    }

    private static TimeSpan? Offset(ReadOnlySpan<byte> text)
    {
        text = text.Trim((byte)' ');
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
            return TimeSpan.Zero;
        if (text.Length < 3 || text[0] is not ((byte)'+' or (byte)'-') || !Digits(text, 1, 2, out var hours) || hours > 14)
            return null;
        var minutes = 0;
        if (text.Length > 3 && !Digits(text, text[3] == ':' ? 4 : 3, 2, out minutes))
            return null;
        var offset = new TimeSpan(hours, minutes, 0);
        return text[0] == '-' ? -offset : offset;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int start, int count, out int number)
    {
        number = 0;
        return start + count <= text.Length && text[start] is >= (byte)'0' and <= (byte)'9'
            && Utf8Parser.TryParse(text.Slice(start, count), out number, out var length) && length == count;
    }
}

using System.Buffers.Text;
using System.Globalization;

namespace Nightshift.Analysis.Logs;

/// <summary>Numbers as logs write them.</summary>
internal static class LogNumber
{
    /// <summary>A count, also as <c>12.0</c> or <c>1e3</c>; null for what is none.</summary>
    public static long? Count(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long number, out var length) && length == text.Length)
            return number;
        return Amount(text) is { } amount && Math.Abs(amount) < long.MaxValue && decimal.IsInteger(amount) ? (long)amount : null;
    }

    /// <summary>An amount, also as <c>1.5e-05</c> or <c>$0.02</c>: read as decimal, digit by digit. Null for what is none.</summary>
    public static decimal? Amount(ReadOnlySpan<byte> text) =>
        decimal.TryParse(text is [(byte)'$', .. var rest] ? rest : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>A yes.</summary>
    public static bool IsTrue(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("true"u8) || text.SequenceEqual("True"u8) || text.SequenceEqual("TRUE"u8) || text.SequenceEqual("1"u8) || text.SequenceEqual("t"u8);
}

using System.Globalization;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>What all formats say of a row in the same words.</summary>
internal static class RowWords
{
    private const string DecimalDigits = "0.############################";

    /// <summary>A row that has not ended is pending, wherever it is.</summary>
    public static string Status(RowState state) => state switch
    {
        RowState.Pending or RowState.Claimed or RowState.Sent => "pending",
        RowState.Succeeded => "succeeded",
        RowState.Failed => "failed",
        RowState.Cancelled => "cancelled",
        RowState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a row state"),
    };

    public static string Mode(AnswerMode mode) => mode switch
    {
        AnswerMode.Live => "live",
        AnswerMode.Batch => "batch",
        AnswerMode.Duplicate => "duplicate",
        AnswerMode.Cache => "cache",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not an answer mode"),
    };

    /// <summary>Dollars to the last digit; no exponent and no trailing zeros, so that equal amounts are equal text.</summary>
    public static int FormatUsd(decimal usd, Span<byte> utf8) =>
        usd.TryFormat(utf8, out var written, DecimalDigits, CultureInfo.InvariantCulture)
            ? written
            : throw new ArgumentException("a decimal takes up to 64 bytes", nameof(utf8));
}

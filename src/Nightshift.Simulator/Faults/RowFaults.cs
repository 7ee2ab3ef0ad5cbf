namespace Nightshift.Simulator.Faults;

/// <summary>The faults that meet single rows of batches; a row meets at most one.</summary>
internal static class RowFaults
{
    public static IEnumerable<Fault> All { get; } =
    [
        Of("row-400", "the row is refused as a bad request", RowTwist.BadRequest),
        Of("row-404", "the row's model is not found", RowTwist.NotFound),
        Of("row-429", "the row is throttled", RowTwist.Throttled),
        Of("row-500", "the row meets a server error", RowTwist.ServerError),
        Of("row-overloaded", "the row meets an overload", RowTwist.Overloaded),
        Of("row-credit", "the row is refused because the account has no credit", RowTwist.NoCredit),
        Of("row-content-filter", "the row's prompt is refused by a content filter", RowTwist.ContentFilter),
        Of("row-timeout", "the row timed out at the provider", RowTwist.TimedOut),
        Of("row-missing", "done and billed, and in no file", RowTwist.Missing),
        Of("row-duplicate", "its line comes twice", RowTwist.Duplicate),
        Of("row-conflicting", "its line comes twice, the second time with an error", RowTwist.Conflicting),
        Of("row-foreign", "a line for an id that nobody sent comes after its own", RowTwist.Foreign),
        Of("row-malformed", "its line is no JSON", RowTwist.Malformed),
        Of("row-no-id", "its line has no custom_id or key", RowTwist.WithoutId),
        Of("row-error-outside", "fails with the error beside an absent response, as some servers write it", RowTwist.ErrorOutside),
        Of("row-empty", "succeeds without any answer in its body", RowTwist.Empty),
        Of("row-separators", "its line holds U+2028, U+2029 and U+0085 as they are, which are no line ends", RowTwist.Separators),
    ];

    private static Fault.OnRow Of(string name, string summary, RowTwist twist) => new(name, summary, twist);
}

namespace Nightshift.Simulator.Faults;

/// <summary>The faults that meet whole batches and files; their rules look at the call that made them.</summary>
internal static class BatchFaults
{
    public static IEnumerable<Fault> All { get; } =
    [
        Of("batch-expired", "ends expired, with half of its rows done (share says how many)", BatchTwist.Expired),
        Of("batch-failed", "ends failed by the provider's own fault, with nothing done", BatchTwist.Failed),
        Of("batch-cancelled", "is cancelled by the provider, with half of its rows done (share says how many)", BatchTwist.Cancelled),
        Of("batch-partial", "ends in the rare state of partial success where there is one (Gemini's PARTIALLY_SUCCEEDED), else expired", BatchTwist.Partial),
        Of("batch-file-not-found", "ends failed because the input file is said not to exist, which it does", BatchTwist.FileNotFound),
        Of("batch-token-limit", "ends failed with token_limit_exceeded", BatchTwist.TokenLimit),
        Of("batch-token-limit-at-create", "the create is refused with token_limit_exceeded", BatchTwist.TokenLimitAtCreate),
        Of("batch-stuck", "runs 1 h longer (delay says how long)", BatchTwist.Stuck),
        Of("batch-stuck-finalizing", "stays in finalizing 1 h longer (delay says how long)", BatchTwist.StuckFinalizing),
        Of("batch-vanished", "is 404 once half of its time is over (share says how much)", BatchTwist.Vanished),
        Of("batch-hidden", "is hidden from lists for 90 s (delay says how long)", BatchTwist.HiddenFromList),
        Of("batch-late-output", "is completed 30 s before its file ids appear (delay says how long)", BatchTwist.LateOutput),
        Of("batch-empty-ids", "file ids that are not there are empty strings", BatchTwist.EmptyFileIds),
        Of("batch-empty-error-file", "without failed rows there is an error file of zero bytes", BatchTwist.EmptyErrorFile),
        Of("batch-counts-strings", "counts are JSON strings", BatchTwist.CountsAsStrings),
        Of("batch-counts-null", "counts are null", BatchTwist.CountsNull),
        Of("batch-capital-status", "the status is capitalised, as Azure's documentation shows it", BatchTwist.CapitalStatus),
        Of("batch-iso-times", "times are ISO 8601 texts, as Azure's documentation shows them", BatchTwist.IsoTimes),
        Of("batch-null-endpoint", "the endpoint is null", BatchTwist.NullEndpoint),
        Of("batch-unknown-status", "has a status that no documentation names until it is half done", BatchTwist.UnknownStatus),
        Of("batch-status-regression", "every second poll after the end says in progress again, three times", BatchTwist.StatusRegression),
        Of("batch-inline-output", "results come inline although a file was sent", BatchTwist.InlineOutput),
        Of("batch-one-fault", "of all faults of the input only the first is told", BatchTwist.OneFault),
        Of("cancel-slow", "a cancel takes 10 min (delay says how long)", BatchTwist.SlowCancel),
        Of("cancel-too-late", "a cancelled batch runs on and ends completed", BatchTwist.CancelTooLate),
        Of("cancel-loses-rows", "after a cancel the rows that were counted as done are in no file", BatchTwist.CancelLosesRows),
        Of("batch-error-lines", "ends expired, and each row says that an error occurred while it was processed", BatchTwist.ErrorLines),
        Of("results-shuffled", "result lines in another order", BatchTwist.ResultsShuffled),
        Of("results-truncated", "the results end in the middle of the last line", BatchTwist.ResultsTruncated),
        Of("results-crlf", "result lines end with CRLF, and there are blank ones", BatchTwist.ResultsCrLf),
        Of("results-bom", "the results begin with a BOM", BatchTwist.ResultsByteOrderMark),
        Of("results-foreign-url", "results_url names another host; the ledger tells who followed, and who took the key along", BatchTwist.ForeignResultsUrl),
        Of("file-pending", "an uploaded file is pending for 5 s (delay says how long), and unknown to a create until then", BatchTwist.FilePending),
        Of("file-hidden", "an uploaded file is hidden from lists for 90 s (delay says how long)", BatchTwist.FileHiddenFromList),
    ];

    private static Fault.OnBatch Of(string name, string summary, BatchTwist twist) => new(name, summary, twist);
}

using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>What becomes of a row that came back from a batch without an answer of its own: it goes into the next one, a few times. Pure.</summary>
internal static class Returned
{
    /// <summary>How often a row may come back before it ends.</summary>
    public const int Most = 3;

    private const string NoResult = "no_result";

    /// <summary>The code of a batch that the provider refused for the account's sake.</summary>
    public const string AccountCode = "account";

    /// <summary>Whether nothing was done for any row of a batch, and none is to blame: then they are given back as if they had not been sent.</summary>
    public static bool IsAsIfUnsent(Batch batch) => batch.FaultCode is EnqueuedRoom.TokenLimitCode or BatchDriver.CancelledCode or AccountCode or BatchUpload.SpoolLostCode;

    /// <summary>A line that says that the request was not carried out.</summary>
    public static Settlement Judge(Batch batch, BatchRow row, BatchLine.NotDone line, DateTimeOffset now) => line.Why == NotDoneCause.Expired
        ? Judge(batch, row, "batch_expired", new Verdict.Expire($"the provider's window ended {Most} times before its turn"), now)
        : Judge(batch, row, "batch_cancelled", new Verdict.Fail("batch_cancelled", $"its batch was cancelled at the provider {Most} times: {line.Message}"), now);

    /// <summary>No line at all.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row.</param>
    /// <param name="fault">What the provider says is wrong with its request; null when nothing.</param>
    /// <param name="now">The time.</param>
    public static Settlement Judge(Batch batch, BatchRow row, string? fault, DateTimeOffset now) => batch.FaultCode switch
    {
        _ when fault is not null => new Settlement(row.Lease, new Verdict.Fail("invalid_request", fault), null),
        Refused.InvalidCode or Refused.InvalidRowsCode => new Settlement(row.Lease, Again(row, now) ?? (Verdict)new Verdict.Fail("invalid_request", batch.Fault!), null),
        "expired" => Judge(batch, row, "batch_expired", new Verdict.Expire($"the provider's window ended {Most} times before its turn"), now),
        _ => Judge(batch, row, NoResult, new Verdict.Fail(NoResult, $"the provider gave no result for it, {Most} times"), now),
    };

    private static Settlement Judge(Batch batch, BatchRow row, string outcome, Verdict end, DateTimeOffset now)
    {
        var started = batch.SubmittedAt ?? batch.SealedAt;
        return new Settlement(row.Lease, Again(row, now) ?? end, new Attempt(outcome, started, (batch.EndedAt ?? now) - started, Mode: AnswerMode.Batch)
        {
            Batch = batch.Id,
            // What the provider says it did not carry out is not charged; what it says nothing of may have been.
            IsUncertain = outcome == NoResult && !batch.CancelAsked,
        });
    }

    private static Verdict.Retry? Again(BatchRow row, DateTimeOffset now) =>
        row.Returns + 1 < Most ? new Verdict.Retry(now, CountsAsAttempt: false) { IsReturn = true } : null;
}

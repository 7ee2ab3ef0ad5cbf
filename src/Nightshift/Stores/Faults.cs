using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>The words that the stores themselves write into rows and ledger, and the faults of their callers.</summary>
internal static class Faults
{
    /// <summary>The code of a row whose record could not be read: there is nothing to send, so it is never retried.</summary>
    public const string BadRecord = "bad_record";

    /// <summary>The ledger's word for a request that was sent and whose outcome nobody knows.</summary>
    public const string Indeterminate = "indeterminate";

    /// <summary>The code of a row whose batch ended before its turn.</summary>
    public const string Expired = "expired";

    /// <summary>
    /// So many crashes with a row in flight are not counted against it; each further one is: it may be the row that kills the process.
    /// </summary>
    public const int CrashesForgiven = 2;

    public static InvalidOperationException NoJob(JobId id) => new($"there is no job {id} in the store");

    public static InvalidOperationException NotInIntake(JobId id, JobState state)
        => new($"job {id} takes in no more rows: it is {state}");

    public static InvalidOperationException KeyTaken(string key) => new($"a job with the key '{key}' exists");

    public static InvalidOperationException SubmissionTaken(string submission) => new($"a batch with the submission '{submission}' exists");

    public static InvalidOperationException NoSchedule(ScheduleId id) => new($"there is no schedule {id} in the store");

    public static InvalidOperationException ScheduleTaken(string name) => new($"a schedule with the name '{name}' exists");

    public static InvalidOperationException HasSentRows(BatchId id) => new($"batch {id} is not done: rows are still sent in it");

    /// <summary>Why a row has no answer, as the verdict says; nulls when it does not end without one.</summary>
    public static (string? Code, string? Message) ReasonOf(Verdict? verdict) => verdict switch
    {
        Verdict.Fail fail => (fail.Code, fail.Message),
        Verdict.Expire expire => (Expired, expire.Message),
        _ => default,
    };

    /// <summary>What a planned time is, once claimed: runs of a schedule do not overlap.</summary>
    public static ScheduledRunState ClaimedAs(RunClaim claim, bool anotherIsOpen) => claim switch
    {
        RunClaim.Missed => ScheduledRunState.Missed,
        RunClaim.Due or RunClaim.ByHand when anotherIsOpen => ScheduledRunState.Overlapped,
        RunClaim.Due or RunClaim.ByHand => ScheduledRunState.Open,
        _ => throw new ArgumentOutOfRangeException(nameof(claim), claim, "not a claim"),
    };

    /// <summary>A batch is made of rows of its job, each once.</summary>
    public static void CheckLeases(NewBatch batch, IReadOnlyList<Lease> leases)
    {
        if (leases.Count == 0 || leases.Any(lease => lease.Row.Job != batch.Job) || leases.Distinct().Count() < leases.Count)
            throw new InvalidOperationException($"the leases are not rows of job {batch.Job}, each once");
    }

    /// <summary>Rows must follow on the ones before, without a gap: an index is a row's identity.</summary>
    public static void CheckSequence(IReadOnlyList<NewRow> rows, long next)
    {
        foreach (var row in rows)
        {
            if (row.Index != next++)
                throw new ArgumentException($"row {row.Index} does not follow on the job's rows: {next - 1} is next", nameof(rows));
        }
    }
}

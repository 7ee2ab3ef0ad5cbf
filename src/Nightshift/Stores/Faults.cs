using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>The words that the stores themselves write into rows and ledger, and the faults of their callers.</summary>
internal static class Faults
{
    /// <summary>The code of a row whose record could not be read: there is nothing to send, so it is never retried.</summary>
    public const string BadRecord = "bad_record";

    /// <summary>The ledger's word for a request that was sent and whose outcome nobody knows.</summary>
    public const string Indeterminate = "indeterminate";

    /// <summary>
    /// So many crashes with a row in flight are not counted against it; each further one is: it may be the row that kills the process.
    /// </summary>
    public const int CrashesForgiven = 2;

    public static InvalidOperationException NoJob(JobId id) => new($"there is no job {id} in the store");

    public static InvalidOperationException NotInIntake(JobId id, JobState state)
        => new($"job {id} takes in no more rows: it is {state}");

    public static InvalidOperationException KeyTaken(string key) => new($"a job with the key '{key}' exists");

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

using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>
/// Everything that survives a crash. When a method that writes returns, its effect is on the disk; when it throws, it had none.
/// Safe for many callers at once: writes of several callers are committed together. One contract suite holds for every store.
/// A method that writes to a job that is not there throws <see cref="InvalidOperationException"/>; leases on its rows are lost.
/// </summary>
public interface IStore : IBatchStore, IScheduleStore, IAlertStore, IAsyncDisposable
{
    /// <summary>Adds a job in state <see cref="JobState.Intake"/>.</summary>
    /// <exception cref="InvalidOperationException">A job with this key exists.</exception>
    ValueTask<Job> AddJobAsync(NewJob job, CancellationToken cancellation = default);

    /// <summary>Replaces a job's specification and tags: the same job is to be carried on in another way (limits, address, output).</summary>
    ValueTask SetSpecAsync(JobId id, string spec, IReadOnlyList<string> tags, CancellationToken cancellation = default);

    /// <summary>The job with this number, or null.</summary>
    ValueTask<Job?> FindJobAsync(JobId id, CancellationToken cancellation = default);

    /// <summary>The job with this key, or null.</summary>
    ValueTask<Job?> FindJobAsync(string key, CancellationToken cancellation = default);

    /// <summary>All jobs, newest first.</summary>
    ValueTask<IReadOnlyList<Job>> ListJobsAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Moves a job to another state. <paramref name="reason"/> replaces the one it had. A finished or cancelled job stays as it is:
    /// a pause that comes late must not wake it.
    /// </summary>
    ValueTask SetJobStateAsync(JobId id, JobState state, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Keeps why a job's rows go the way that they go (null for nothing to choose), and which accounts it does without.</summary>
    ValueTask SetRouteAsync(JobId id, string? route, IReadOnlyList<LaneOut> lanesOut, CancellationToken cancellation = default);

    /// <summary>
    /// Takes in one chunk of rows, and in the same transaction how far the input has been read.
    /// A row with a fault is stored as failed, code <c>bad_record</c>.
    /// When the job, or the chunk before it, has a row's <see cref="NewRow.UserId"/> already, nothing of the chunk is stored, and all such
    /// rows are reported: were the others stored, a crash before the report would lose them.
    /// </summary>
    /// <param name="job">A job in state <see cref="JobState.Intake"/>.</param>
    /// <param name="rows">
    /// In input order, their indexes following on the ones before without a gap (<see cref="ArgumentException"/> otherwise).
    /// </param>
    /// <param name="recordsRead">Records of the input read up to here.</param>
    /// <param name="cancellation">Gives up waiting; the chunk may be stored all the same.</param>
    ValueTask<IReadOnlyList<DuplicateId>> AppendRowsAsync(
        JobId job, IReadOnlyList<NewRow> rows, long recordsRead, CancellationToken cancellation = default);

    /// <summary>
    /// Ends intake: the columns are final, and the job is running (or finished, when no row is left to send).
    /// A row with the hash of an earlier row of the job becomes its follower: it is never claimed, and ends as that row ends.
    /// With <paramref name="useCache"/>, a row with the hash of a row that succeeded in another job is stored as succeeded, with a copy
    /// of that answer, mode <see cref="AnswerMode.Cache"/>, no usage and no cost.
    /// </summary>
    /// <param name="job">A job in state <see cref="JobState.Intake"/>.</param>
    /// <param name="columns">Of its input, in order.</param>
    /// <param name="useCache">Whether answers of other jobs may be used.</param>
    /// <param name="cancellation">Gives up waiting; the job may be sealed all the same.</param>
    ValueTask SealAsync(JobId job, IReadOnlyList<string> columns, bool useCache, CancellationToken cancellation = default);

    /// <summary>Which requests have an answer here that a job with the cache would take: one word per hash, in order.</summary>
    ValueTask<IReadOnlyList<bool>> AreAnsweredAsync(IReadOnlyList<RequestHash> hashes, CancellationToken cancellation = default);

    /// <summary>
    /// Claims pending rows that are due, up to a limit, first those whose retry is due, then in input order, and raises their epochs.
    /// Empty when none is due, or when the job is not <see cref="JobState.Running"/>.
    /// </summary>
    ValueTask<IReadOnlyList<ClaimedRow>> ClaimAsync(JobId job, ClaimLimit limit, CancellationToken cancellation = default);

    /// <summary>
    /// When the next pending row of the job may be claimed, now at the earliest; null when none is pending but followers.
    /// A time more than 8 days ahead was written under a wrong clock and counts as due.
    /// </summary>
    ValueTask<DateTimeOffset?> NextDueAsync(JobId job, CancellationToken cancellation = default);

    /// <summary>
    /// Commits the intent to send, and sets aside what it may cost, in the same transaction. Only the leases that are returned may be sent:
    /// those that still hold and that every budget had room for.
    /// </summary>
    /// <param name="leases">Of claimed rows.</param>
    /// <param name="reservation">What is set aside for each; null for nothing.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<Departure> MarkSentAsync(IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default);

    /// <summary>
    /// Gives rows back that were not sent, whether the intent was committed or not: they are as they were before they were claimed, and in
    /// no batch. Those of a cancelled job end as cancelled.
    /// </summary>
    ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default);

    /// <summary>
    /// Applies verdicts, with their ledger entries, answers, followers and counts, in one transaction. One result per settlement, in order.
    /// The ledger gets its entry, if there is one, whatever the result; what was set aside for the row is free again, unless it is stale. A <see cref="Verdict.Complete"/> for a row that is cancelled or expired
    /// supersedes it; so does one for a row that is pending again because it left its batch.
    /// A retry of a row whose job was cancelled ends it as cancelled. When the last row ends, the job is finished.
    /// </summary>
    ValueTask<IReadOnlyList<SettleResult>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellation = default);

    /// <summary>
    /// At start, by the one owner of the store: every lease is void. Claimed rows are pending again; sent rows too, each with a ledger
    /// entry <c>indeterminate</c> (it may have been paid), counted as an attempt only from the third time on: a row that takes the
    /// process down with it must end. Sent rows of a cancelled job end as cancelled. Rows that are sent in an open batch stay as they are: the
    /// batch knows what will become of them.
    /// </summary>
    ValueTask<Recovered> RecoverAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Failed and expired rows of the job are pending again, with fresh attempts and no error (bad records stay failed), and the job is
    /// running (a finished or cancelled one only when there was such a row). Returns how many.
    /// </summary>
    ValueTask<long> RetryFailedAsync(JobId job, CancellationToken cancellation = default);

    /// <summary>
    /// Rows that were not sent become cancelled; sent ones, and their followers, end with their answer. The job is cancelled, unless it had
    /// finished. Returns how many rows.
    /// </summary>
    ValueTask<long> CancelAsync(JobId job, CancellationToken cancellation = default);

    /// <summary>Removes the job with its rows, answers, ledger and batches. What it spent stays in the sums.</summary>
    ValueTask RemoveJobAsync(JobId job, CancellationToken cancellation = default);

    /// <summary>All rows of the job in input order, streamed: memory does not grow with their number.</summary>
    /// <param name="job">Which job.</param>
    /// <param name="withBodies">Whether <see cref="Answer.Body"/> is read too; empty otherwise.</param>
    /// <param name="cancellation">Stops the stream.</param>
    IAsyncEnumerable<RowResult> ReadResultsAsync(JobId job, bool withBodies = false, CancellationToken cancellation = default);

    /// <summary>The row of a job that has this <see cref="NewRow.UserId"/>, without its answer's body; null when none has. As fast in a large job as in a small one.</summary>
    ValueTask<RowResult?> FindRowAsync(JobId job, string userId, CancellationToken cancellation = default);

    /// <summary>How budgets stand now: one for each, in order.</summary>
    ValueTask<IReadOnlyList<BudgetStanding>> ReadStandingsAsync(IReadOnlyList<Budget> budgets, CancellationToken cancellation = default);

    /// <summary>What was spent from one day to another, both of them in it, by day, job, model and mode; jobs that were removed too.</summary>
    ValueTask<IReadOnlyList<Spending>> ReadSpendingAsync(DateOnly from, DateOnly to, CancellationToken cancellation = default);

    /// <summary>The ledger of a job: every attempt, by row and in its order, streamed.</summary>
    IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(JobId job, CancellationToken cancellation = default);

    /// <summary>Checks the store against the invariants: a sentence per violation, none when it is sound.</summary>
    IAsyncEnumerable<string> CheckAsync(CancellationToken cancellation = default);
}

/// <summary>An id that the input has twice.</summary>
/// <param name="UserId">The id.</param>
/// <param name="FirstLine">Where it stands first.</param>
/// <param name="Line">Where it stands again.</param>
public sealed record DuplicateId(string UserId, long FirstLine, long Line);

/// <summary>What recovery found.</summary>
/// <param name="Released">Rows that were claimed and not sent.</param>
/// <param name="Indeterminate">Rows that were sent and have no outcome: each may be paid for twice, once.</param>
public readonly record struct Recovered(long Released, long Indeterminate);

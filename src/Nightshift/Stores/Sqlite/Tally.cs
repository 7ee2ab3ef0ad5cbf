using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>
/// What one write changes in the counts and sums of the jobs it touches: gathered while it runs, applied once at its end.
/// </summary>
internal sealed class Tally
{
    private const string AddToProgress = """
        UPDATE progress SET
            pending = pending + ?2, claimed = claimed + ?3, sent = sent + ?4, succeeded = succeeded + ?5,
            failed = failed + ?6, cancelled = cancelled + ?7, expired = expired + ?8,
            attempts = attempts + ?9, retries = retries + ?10,
            input_tokens = input_tokens + ?11, output_tokens = output_tokens + ?12,
            cached_tokens = cached_tokens + ?13, reasoning_tokens = reasoning_tokens + ?14,
            cache_write_tokens = cache_write_tokens + ?15, hour_cache_write_tokens = hour_cache_write_tokens + ?16,
            cost = cost + ?17, unpriced = unpriced + ?18, possible = possible + ?19, reserved = reserved + ?20
        WHERE job = ?1
        """;

    private const string EndWhenDone = """
        UPDATE progress SET
            reason = CASE state WHEN 4 THEN reason END,
            state = CASE state WHEN 4 THEN 4 ELSE 3 END,
            finished_at = ?2
        WHERE job = ?1 AND state IN (1, 2, 4) AND finished_at IS NULL AND pending + claimed + sent = 0
        """;

    private readonly Dictionary<JobId, Changes> _jobs = [];
    private readonly SpendingTally _spending = new();

    /// <summary>Counts new rows.</summary>
    public void Add(JobId job, RowState state, long rows = 1) => Of(job).Counts[(int)state] += rows;

    /// <summary>Counts rows that went from one state to another.</summary>
    public void Move(JobId job, RowState from, RowState to, long rows = 1)
    {
        Add(job, from, -rows);
        Add(job, to, rows);
    }

    /// <summary>Sets aside what is under way; what is less than zero is free again. In picodollars.</summary>
    public void Reserve(JobId job, long picodollars)
    {
        if (picodollars != 0)
            Of(job).Reserved += picodollars;
    }

    /// <summary>Adds a ledger entry to the sums.</summary>
    public void Book(JobId job, Attempt attempt, bool isRetry, bool isAnswer, decimal possibleUsd)
    {
        var changes = Of(job);
        changes.Spend = changes.Spend.Plus(attempt, isRetry, possibleUsd);
        changes.Cost += StoredUnits.ToPicodollars(attempt.CostUsd ?? 0);
        _spending.Add(job, attempt.Model ?? "", attempt.Mode, SpendSums.Of(attempt, isAnswer, possibleUsd));
    }

    /// <summary>Adds rows that took an answer which was paid before.</summary>
    public void Spare(JobId job, AnswerMode mode, long rows, decimal liveUsdEach)
    {
        if (rows > 0)
            _spending.Add(job, "", mode, SpendSums.Spared(rows, liveUsdEach));
    }

    /// <summary>Writes the changes, and ends the jobs whose last row has ended.</summary>
    public void Apply(Database database, DateTimeOffset now)
    {
        foreach (var (job, changes) in _jobs)
        {
            using var add = database.Use(AddToProgress).Bind(1, job.Value);
            for (var state = 0; state < changes.Counts.Length; state++)
                add.Bind(2 + state, changes.Counts[state]);
            var (attempts, retries, usage, _, unpriced) = changes.Spend;
            add.Bind(9, attempts).Bind(10, retries)
                .Bind(11, usage.InputTokens).Bind(12, usage.OutputTokens)
                .Bind(13, usage.CachedInputTokens).Bind(14, usage.ReasoningTokens)
                .Bind(15, usage.CacheWriteTokens).Bind(16, usage.HourCacheWriteTokens)
                .Bind(17, changes.Cost).Bind(18, unpriced)
                .Bind(19, StoredUnits.ToPicodollars(changes.Spend.PossibleUsd)).Bind(20, changes.Reserved)
                .RunOne();
            using var end = database.Use(EndWhenDone);
            end.Bind(1, job.Value).Bind(2, StoredUnits.ToMilliseconds(now)).Run();
        }

        _spending.Apply(database, now);
    }

    private Changes Of(JobId job)
    {
        if (!_jobs.TryGetValue(job, out var changes))
            _jobs.Add(job, changes = new Changes());
        return changes;
    }

    private sealed class Changes
    {
        public long[] Counts { get; } = new long[(int)RowState.Expired + 1];

        public Spend Spend { get; set; }

        /// <summary>In picodollars, each attempt rounded by itself, so that the sum equals that of the ledger.</summary>
        public long Cost { get; set; }

        /// <summary>In picodollars.</summary>
        public long Reserved { get; set; }
    }
}

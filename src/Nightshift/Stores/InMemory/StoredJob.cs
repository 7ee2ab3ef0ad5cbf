using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

/// <summary>A job with its rows, and the counts and sums over them.</summary>
internal sealed class StoredJob(Job facts)
{
    private readonly long[] _counts = new long[Enum.GetValues<RowState>().Length];

    /// <summary>Everything but counts and spend.</summary>
    public Job Facts { get; set; } = facts;

    public List<StoredRow> Rows { get; } = [];

    public Dictionary<string, StoredRow> ByUserId { get; } = [];

    /// <summary>The first row of each request, once the job is sealed.</summary>
    public Dictionary<RequestHash, StoredRow> ByHash { get; } = [];

    public Spend Spend { get; private set; }

    public decimal ReservedUsd { get; private set; }

    public RowCounts Counts => new(_counts[0], _counts[1], _counts[2], _counts[3], _counts[4], _counts[5], _counts[6]);

    public bool IsCancelled => Facts.State == JobState.Cancelled;

    public Job Snapshot() => Facts with { Counts = Counts, Spend = Spend, ReservedUsd = ReservedUsd };

    public void Add(StoredRow row)
    {
        Rows.Add(row);
        _counts[(int)row.State]++;
        if (row.Source.UserId is { } userId)
            ByUserId.Add(userId, row);
    }

    public void Move(StoredRow row, RowState to)
    {
        _counts[(int)row.State]--;
        _counts[(int)to]++;
        row.State = to;
    }

    /// <summary>Sets aside so much for a row, in place of what was.</summary>
    public void Reserve(StoredRow row, decimal usd)
    {
        ReservedUsd += usd - row.ReservedUsd;
        row.ReservedUsd = usd;
    }

    /// <summary>Adds an attempt to the ledger's sums.</summary>
    public void Book(StoredRow row, Attempt attempt, SettleResult result, decimal possibleUsd)
    {
        row.Ledger.Add(new LedgerEntry(row.Id, row.Ledger.Count + 1, result, attempt, possibleUsd));
        Spend = Spend.Plus(attempt, isRetry: row.Ledger.Count > 1, possibleUsd);
        row.Usage += attempt.Usage ?? default;
        row.CostUsd = attempt.IsUnpriced() ? null : row.CostUsd + (attempt.CostUsd ?? 0);
    }

    /// <summary>Ends a taken-in job whose last row has ended; a cancelled one keeps that state.</summary>
    public void EndWhenDone(DateTimeOffset now)
    {
        if (Facts.State is JobState.Intake or JobState.Finished || Facts.FinishedAt is not null || Counts.Done < Counts.Total)
            return;
        Facts = IsCancelled ? Facts with { FinishedAt = now } : Facts with { State = JobState.Finished, Reason = null, FinishedAt = now };
    }
}

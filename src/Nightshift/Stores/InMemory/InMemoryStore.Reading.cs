using System.Runtime.CompilerServices;
using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<RowResult> ReadResultsAsync(
        JobId job, bool withBodies = false, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (long index = 0; ; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            RowResult? result;
            lock (_gate)
                result = FindRow(new RowId(job, index))?.ToResult(withBodies);
            if (result is null)
                yield break;
            yield return result;
            await Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<RowResult?> FindRowAsync(JobId job, string userId, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new(_jobs.GetValueOrDefault(job.Value)?.ByUserId.GetValueOrDefault(userId)?.ToResult(withBody: false));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> CheckAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string[] violations;
        lock (_gate)
            violations = [.. _jobs.Values.SelectMany(Check)];
        foreach (var violation in violations)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return violation;
            await Task.CompletedTask;
        }
    }

    private IEnumerable<string> Check(StoredJob job)
    {
        var id = job.Facts.Id;
        if (Enum.GetValues<RowState>().Any(state => job.Counts[state] != job.Rows.LongCount(row => row.State == state)))
            yield return $"Job {id}: its counts are not those of its rows.";
        if (job.Spend.Attempts != job.Rows.Sum(row => (long)row.Ledger.Count))
            yield return $"Job {id}: its spend does not add up to its ledger.";
        if (job.Rows.Any(row => row.State == RowState.Succeeded != row.Answer is not null))
            yield return $"Job {id}: a row succeeded without an answer, or has one and did not succeed.";
        if (job.Rows.Any(row => row.Leader is { } leader && row.State != AsFollowerOf(leader)))
            yield return $"Job {id}: a row is not where the row is that it follows.";
        if (job.Rows.Any(row => row is { State: RowState.Sent, Batch: not null } && !IsInOpenBatch(row)))
            yield return $"Job {id}: a row is sent in a batch that is closed or not there.";
    }
}

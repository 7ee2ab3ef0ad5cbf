using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Simulation;

/// <summary>
/// A store as one process sees it: each call takes its time and may fail, before its commit or after it. What is committed is told to
/// the oracle before anybody else can act on it.
/// </summary>
internal sealed class SimStore(IStore inner, SimProcess process, SimChaos chaos, SimOracle oracle) : IStore
{
    public ValueTask<Job> AddJobAsync(NewJob job, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.AddJobAsync(job), added => oracle.Added(added.Id));

    public ValueTask SetSpecAsync(JobId id, string spec, IReadOnlyList<string> tags, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.SetSpecAsync(id, spec, tags), () => { });

    public ValueTask<Job?> FindJobAsync(JobId id, CancellationToken cancellation = default) => ReadAsync(() => inner.FindJobAsync(id));

    public ValueTask<Job?> FindJobAsync(string key, CancellationToken cancellation = default) => ReadAsync(() => inner.FindJobAsync(key));

    public ValueTask<IReadOnlyList<bool>> AreAnsweredAsync(IReadOnlyList<RequestHash> hashes, CancellationToken cancellation = default) => ReadAsync(() => inner.AreAnsweredAsync(hashes));

    public ValueTask<IReadOnlyList<Job>> ListJobsAsync(CancellationToken cancellation = default) => ReadAsync(() => inner.ListJobsAsync());

    public ValueTask SetJobStateAsync(JobId id, JobState state, string? reason = null, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.SetJobStateAsync(id, state, reason), () => { });

    public ValueTask RecallBatchAsync(BatchId batch, CancellationToken cancellation = default) => WriteAsync(() => inner.RecallBatchAsync(batch), () => { });

    public ValueTask<int> LeaveBatchAsync(BatchId batch, Attempt attempt, CancellationToken cancellation = default) => WriteAsync(() => inner.LeaveBatchAsync(batch, attempt), _ => { });

    public ValueTask SetRouteAsync(JobId id, string? route, IReadOnlyList<LaneOut> lanesOut, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.SetRouteAsync(id, route, lanesOut), () => { });

    public ValueTask<IReadOnlyList<DuplicateId>> AppendRowsAsync(
        JobId job, IReadOnlyList<NewRow> rows, long recordsRead, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.AppendRowsAsync(job, rows, recordsRead), _ => oracle.TookIn(job, rows, recordsRead));

    public ValueTask SealAsync(JobId job, IReadOnlyList<string> columns, bool useCache, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.SealAsync(job, columns, useCache), () => oracle.Sealed(job));

    public ValueTask<IReadOnlyList<ClaimedRow>> ClaimAsync(JobId job, ClaimLimit limit, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.ClaimAsync(job, limit), claimed => oracle.Claimed(job, claimed));

    public ValueTask<DateTimeOffset?> NextDueAsync(JobId job, CancellationToken cancellation = default) => ReadAsync(() => inner.NextDueAsync(job));

    public ValueTask<Departure> MarkSentAsync(IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.MarkSentAsync(leases, reservation), departure => oracle.Sent(leases, departure.Leases));

    public ValueTask ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellation = default)
    {
        oracle.GivenBack(leases);
        return WriteAsync(() => inner.ReleaseAsync(leases), () => { });
    }

    public ValueTask<IReadOnlyList<SettleResult>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.SettleAsync(settlements), results => oracle.Settled(settlements, results));

    public ValueTask<Recovered> RecoverAsync(CancellationToken cancellation = default) => WriteAsync(() => inner.RecoverAsync(), oracle.Recovered);

    public ValueTask<long> RetryFailedAsync(JobId job, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.RetryFailedAsync(job), _ => oracle.Retried(job));

    public ValueTask<long> CancelAsync(JobId job, CancellationToken cancellation = default) => WriteAsync(() => inner.CancelAsync(job), _ => { });

    public ValueTask RemoveJobAsync(JobId job, CancellationToken cancellation = default) => WriteAsync(() => inner.RemoveJobAsync(job), () => { });

    public ValueTask<Batch?> SealBatchAsync(NewBatch batch, IReadOnlyList<Lease> leases, Reservation? reservation = null, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.SealBatchAsync(batch, leases, reservation), _ => { });

    public ValueTask<bool> MoveBatchAsync(BatchState from, Batch to, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.MoveBatchAsync(from, to), _ => { });

    public ValueTask<IReadOnlyList<Batch>> ListBatchesAsync(JobId? job = null, CancellationToken cancellation = default) =>
        ReadAsync(() => inner.ListBatchesAsync(job));

    public ValueTask<IReadOnlyList<BatchRow>> ReadBatchRowsAsync(BatchId batch, CancellationToken cancellation = default) =>
        ReadAsync(() => inner.ReadBatchRowsAsync(batch));

    public ValueTask AddAnomaliesAsync(IReadOnlyList<Anomaly> anomalies, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.AddAnomaliesAsync(anomalies), () => { });

    public ValueTask<DateTimeOffset> WatchAsync(CancellationToken cancellation = default) => inner.WatchAsync(cancellation);

    public ValueTask<int> RaiseAsync(IReadOnlyList<NewAlert> alerts, CancellationToken cancellation = default) => inner.RaiseAsync(alerts, cancellation);

    public ValueTask<IReadOnlyList<AlertDelivery>> ClaimDeliveriesAsync(int max, IReadOnlyCollection<string> except, CancellationToken cancellation = default) =>
        inner.ClaimDeliveriesAsync(max, except, cancellation);

    public ValueTask EndDeliveriesAsync(IReadOnlyList<DeliveryEnd> ends, CancellationToken cancellation = default) => inner.EndDeliveriesAsync(ends, cancellation);

    public ValueTask PutOffDeliveriesAsync(string receiver, DateTimeOffset until, CancellationToken cancellation = default) => inner.PutOffDeliveriesAsync(receiver, until, cancellation);

    public ValueTask<DateTimeOffset?> NextDeliveryAsync(CancellationToken cancellation = default) => inner.NextDeliveryAsync(cancellation);

    public ValueTask<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int max, bool openOnly = false, CancellationToken cancellation = default) =>
        inner.ListDeliveriesAsync(max, openOnly, cancellation);

    public ValueTask<int> ForgetAlertsAsync(DateTimeOffset before, CancellationToken cancellation = default) => inner.ForgetAlertsAsync(before, cancellation);

    public ValueTask<IReadOnlyList<Anomaly>> ListAnomaliesAsync(BatchId batch, CancellationToken cancellation = default) =>
        ReadAsync(() => inner.ListAnomaliesAsync(batch));

    public ValueTask<Schedule> AddScheduleAsync(NewSchedule schedule, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.AddScheduleAsync(schedule), _ => { });

    public ValueTask RemoveScheduleAsync(ScheduleId schedule, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.RemoveScheduleAsync(schedule), () => { });

    public ValueTask<IReadOnlyList<Schedule>> ListSchedulesAsync(CancellationToken cancellation = default) => ReadAsync(() => inner.ListSchedulesAsync());

    public ValueTask<ScheduledRun?> ClaimRunAsync(ScheduledRunId run, RunClaim claim, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.ClaimRunAsync(run, claim), _ => { });

    public ValueTask<bool> StartRunAsync(ScheduledRunId run, JobId job, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.StartRunAsync(run, job), _ => { });

    public ValueTask<bool> EndRunAsync(ScheduledRunId run, int exitCode, string? reason = null, CancellationToken cancellation = default) =>
        WriteAsync(() => inner.EndRunAsync(run, exitCode, reason), _ => { });

    public ValueTask<IReadOnlyList<ScheduledRun>> ListRunsAsync(ScheduleId schedule, int most = IScheduleStore.MostRuns, CancellationToken cancellation = default) =>
        ReadAsync(() => inner.ListRunsAsync(schedule, most));

    public ValueTask<IReadOnlyList<ScheduledRun>> ListOpenRunsAsync(CancellationToken cancellation = default) => ReadAsync(() => inner.ListOpenRunsAsync());

    public IAsyncEnumerable<RowResult> ReadResultsAsync(JobId job, bool withBodies = false, CancellationToken cancellation = default) =>
        inner.ReadResultsAsync(job, withBodies, cancellation);

    public ValueTask<RowResult?> FindRowAsync(JobId job, string userId, CancellationToken cancellation = default) => ReadAsync(() => inner.FindRowAsync(job, userId));

    public ValueTask<IReadOnlyList<BudgetStanding>> ReadStandingsAsync(IReadOnlyList<Budget> budgets, CancellationToken cancellation = default) =>
        ReadAsync(() => inner.ReadStandingsAsync(budgets));

    public ValueTask<IReadOnlyList<Spending>> ReadSpendingAsync(DateOnly from, DateOnly to, CancellationToken cancellation = default) =>
        ReadAsync(() => inner.ReadSpendingAsync(from, to));

    public IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(JobId job, CancellationToken cancellation = default) => inner.ReadLedgerAsync(job, cancellation);

    public IAsyncEnumerable<string> CheckAsync(CancellationToken cancellation = default) => inner.CheckAsync(cancellation);

    // The simulation owns what is inside: it outlives the process.
    public ValueTask DisposeAsync() => default;

    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        await TakeTimeAsync();
        return SimProcess.Block(read);
    }

    private async ValueTask WriteAsync(Func<ValueTask> write, Action committed) => await WriteAsync(
        async () =>
        {
            await write();
            return true;
        },
        _ => committed());

    private async ValueTask<T> WriteAsync<T>(Func<ValueTask<T>> write, Action<T> committed)
    {
        await TakeTimeAsync();
        if (chaos.DiskIsFull)
        {
            chaos.Count("write: disk full");
            throw new StoreException("the disk is full") { IsDiskFull = true };
        }

        if (chaos.Happens(chaos.WriteFaults))
        {
            chaos.Count("write: failed");
            throw new StoreException("the store cannot be written");
        }

        var result = SimProcess.Block(write);
        committed(result);
        if (result is not IReadOnlyList<ClaimedRow> { Count: 0 })
            oracle.Look(inner);
        if (chaos.Happens(chaos.WriteFaults))
        {
            chaos.Count("write: failed after its commit");
            throw new StoreException("the store cannot say whether it was written");
        }

        await TakeTimeAsync();
        return result;
    }

    private async Task TakeTimeAsync()
    {
        if (chaos.Random.Next(4) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(chaos.Random.Next(1, 30)), process.Time);
        else if (chaos.Random.Next(2) == 0)
            await Task.Yield();
    }
}

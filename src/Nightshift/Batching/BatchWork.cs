using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Routing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>A job's batches, all of them: those that are open are driven on, and rows that wait go into new ones.</summary>
/// <param name="job">Whose.</param>
/// <param name="sites">The accounts, cheapest first.</param>
/// <param name="routing">Says which rows go into batches, and which batches are called back.</param>
/// <param name="brake">The job's.</param>
/// <param name="changed">Is told of each step.</param>
/// <param name="isOfRoute">Whether the job goes to several accounts, of which some may not be there as things are.</param>
/// <param name="hasOthers">Whether it has others than the one that is out, so that it goes on without it.</param>
internal sealed class BatchWork(
    Job job, IReadOnlyList<BatchSite> sites, RowRouting routing, Brake brake, Signal changed, bool isOfRoute, bool hasOthers) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<BatchId, Task> _driving = [];
    private readonly SemaphoreSlim _ingestTurn = new(1);
    private readonly BatchSpread _spread = new(sites);
    private readonly BatchDesk _desk = sites[0].Desk;
    private volatile bool _isCancelled;
    private volatile bool _isOver;
    private volatile bool _isBusy = true;

    /// <summary>Whether rows may still come back from batches.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>Works until the job has no batch that is open and no row that waits for one, or until it is stopped.</summary>
    public async Task RunAsync(BatchStops stops)
    {
        try
        {
            await LookAtJobAsync();
            // First what is under way: every intent without a fact is settled before anything new is sent.
            await TakeUpAsync(batch => batch.State != BatchState.Cleaned, stops);
            while (!stops.Stop.IsCancellationRequested && await StepAsync(stops))
                await changed.WaitAsync(LongestWait, stops.Stop);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            brake.Pull(PauseCause.DiskFull, e.Message);
        }
        finally
        {
            await Task.WhenAll(_driving.Values);
            if (!stops.Once && !stops.Stop.IsCancellationRequested)
                routing.End();
            _isBusy = false;
            changed.Set();
        }
    }

    public void Dispose() => _ingestTurn.Dispose();

    /// <summary>Looks what is over and plans what can be planned; false when there is nothing left to do.</summary>
    private async Task<bool> StepAsync(BatchStops stops)
    {
        foreach (var (id, task) in _driving.Where(driving => driving.Value.IsCompleted).ToArray())
        {
            _driving.Remove(id);
            await task;
        }

        var mayMake = sites.Any(site => site.MakesNew);
        var now = await LookAtJobAsync();
        if (now is { State: JobState.Running } && mayMake)
        {
            var route = await routing.PlanAsync(now);
            if (await LeaveAsync(route) && await LookAtJobAsync() is { } after)
                (now, route) = (after, await routing.PlanAsync(after));
            // With --once a batch that is not due has nobody who would ask for its cancelling.
            if (stops.Once && route.Recalled.Count > 0)
                await TakeUpAsync(batch => route.Recalled.Contains(batch.Id), stops);
            if (now.Counts.Pending > 0 && route.BatchRows > 0)
                await PlanAsync(route.BatchRows, stops);
        }

        var isWaiting = isOfRoute && !stops.Once && await TakeUpAsync(batch => batch.State.IsOpen() && !(_isOver && BatchDriver.IsAtProvider(batch)), stops);
        if (isOfRoute && !_isOver && _driving.Count == 0 && now is { Counts: { Pending: 0, Claimed: 0 } })
            await PauseForWhatIsOutAsync(isWaiting);
        return isWaiting || _driving.Count > 0 || (now?.State == JobState.Running && mayMake && !stops.Once && await HasMoreAsync());
    }

    /// <summary>Takes rows out of batches that do not come back; whether there were any.</summary>
    private async Task<bool> LeaveAsync(Route route)
    {
        if (route.Left.Count == 0)
            return false;
        foreach (var batch in (await _desk.Store.ListBatchesAsync(job.Id)).Where(batch => route.Left.Contains(batch.Id)))
            await (SiteOf(batch)?.Desk ?? _desk).LeaveAsync(batch);
        return true;
    }

    private async Task<Job?> LookAtJobAsync()
    {
        var now = await _desk.Store.FindJobAsync(job.Id);
        _isCancelled = now?.State is JobState.Cancelled or null;
        _isOver = now is { State: JobState.Finished } || (now is { State: JobState.Cancelled } && now.Counts.Done == now.Counts.Total);
        return now;
    }

    /// <summary>Nothing is left but batches of accounts that are out: somebody has to see to them.</summary>
    private async Task PauseForWhatIsOutAsync(bool isWaiting)
    {
        if (isWaiting && hasOthers && sites.Select(site => site.Brake.Pause).FirstOrDefault(pause => pause is not null) is { } pause)
            brake.Pull(pause.Cause, $"batches are left at an account that is out: {pause.Reason}");
        var open = (await _desk.Store.ListBatchesAsync(job.Id)).Where(batch => batch.State.IsOpen()).ToList();
        if (open.Find(batch => batch.FaultCode != Batch.LeftCode) is { } left && open.TrueForAll(batch => SiteOf(batch) is null))
            brake.Pull(PauseCause.Provider, $"batches are left at {left.Account.Split('#')[0]}, which the route does not have as things are; put it back, or set its key");
    }

    /// <summary>Drives on what nobody drives; whether something is left that cannot be, because its account is out.</summary>
    private async Task<bool> TakeUpAsync(Func<Batch, bool> isWanted, BatchStops stops)
    {
        var isLeft = false;
        foreach (var batch in (await _desk.Store.ListBatchesAsync(job.Id)).Where(batch => isWanted(batch) && !_driving.ContainsKey(batch.Id)))
        {
            // Nobody else knows it: asked for it, another account would say that there is no such batch.
            if (SiteOf(batch) is not { } site)
                isLeft |= batch.State.IsOpen();
            else if (site.Brake.Pause is not { } pause)
                Drive(batch, site, stops);
            else if (sites.Any(other => other.IsReady) && await new BatchDriver(site.Desk, _ingestTurn).GiveUpAsync(batch, pause.Reason))
                changed.Set();
            else
                isLeft |= batch.State.IsOpen();
        }

        return isLeft;
    }

    /// <summary>Whose a batch is; null when the route does not have its account any more, or not its key.</summary>
    private BatchSite? SiteOf(Batch batch) =>
        sites.FirstOrDefault(site => site.Has(batch, byAddress: false)) ?? sites.FirstOrDefault(site => site.Has(batch, byAddress: true)) ?? (isOfRoute ? null : sites[0]);

    private async Task PlanAsync(long mostRows, BatchStops stops)
    {
        // Rows that were tried before gather while the job's other batches run; where somebody weighs batches against live calls they do not wait
        // for that, only until all of a batch's rows are back.
        var batches = await _desk.Store.ListBatchesAsync(job.Id);
        var isFirst = !batches.Any(batch => batch.State.IsOpen() && batch.FaultCode != Batch.LeftCode);
        var isWeighed = mostRows < Route.All && !batches.Any(batch => batch.State is BatchState.Ended or BatchState.Downloaded);
        await foreach (var (site, plan) in _spread.PlanAsync(job.Id, mostRows, withRetries: isFirst || isWeighed, stops.Stop))
        {
            foreach (var batch in plan.Batches)
                Drive(batch, site, stops);
            // What is under way may take less than was set aside for it; with nothing under way, that is the end.
            if (plan is { Lacking: { } lacking, Batches.Count: 0 } && isFirst && site.Settler.IsIdle)
                site.Brake.Pull(PauseCause.Budget, BudgetWords.Reached(lacking));
        }
    }

    private async Task<bool> HasMoreAsync() => sites.Any(site => !site.Settler.IsIdle) || await _desk.Store.NextDueAsync(job.Id) is not null;

    private void Drive(Batch batch, BatchSite site, BatchStops stops) => _driving.Add(batch.Id, DriveAsync(batch, site, stops));

    private async Task DriveAsync(Batch batch, BatchSite site, BatchStops stops)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stops.Stop, site.Brake.Pulled);
        try
        {
            await new BatchDriver(site.Desk, _ingestTurn).DriveAsync(batch, () => _isCancelled || routing.IsRecalled(batch), isNeeded: () => !_isOver, changed, stops with { Stop = either.Token });
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            brake.Pull(PauseCause.DiskFull, e.Message);
        }
        finally
        {
            changed.Set();
        }
    }

    /// <summary>The store's disk, or the spool's on the same one, takes or gives nothing: what was begun goes on when it does.</summary>
    private static bool IsOfDisk(Exception e) => e is StoreException { IsDiskFull: true } or IOException or UnauthorizedAccessException;
}

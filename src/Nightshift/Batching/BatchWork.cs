using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Routing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>A job's batches, all of them: those that are open are driven on, and rows that wait go into new ones.</summary>
internal sealed class BatchWork(Job job, BatchDesk desk, BatchPlanner? planner, RowRouting routing, Settler settler, Brake brake, Signal changed) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<BatchId, Task> _driving = [];
    private readonly SemaphoreSlim _ingestTurn = new(1);
    private DateTimeOffset? _notBefore;
    private volatile bool _isCancelled;
    private volatile bool _isBusy = true;

    /// <summary>Whether rows may still come back from batches.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>Works until the job has no batch that is open and no row that waits for one, or until it is stopped.</summary>
    public async Task RunAsync(BatchStops stops)
    {
        try
        {
            await BeginAsync(stops);
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

    /// <summary>First what is under way: every intent without a fact is settled before anything new is sent.</summary>
    private async Task BeginAsync(BatchStops stops)
    {
        await LookAtJobAsync();
        var batches = await desk.Store.ListBatchesAsync();
        desk.Spool.Sweep(batches.Where(batch => batch.State.IsOpen()).Select(batch => batch.Submission));
        foreach (var batch in batches.Where(batch => batch.Job == job.Id && batch.State != BatchState.Cleaned))
            Drive(batch, stops);
    }

    /// <summary>Looks what is over and plans what can be planned; false when there is nothing left to do.</summary>
    private async Task<bool> StepAsync(BatchStops stops)
    {
        foreach (var (id, task) in _driving.Where(driving => driving.Value.IsCompleted).ToArray())
        {
            _driving.Remove(id);
            await task;
        }

        var now = await LookAtJobAsync();
        if (now is { State: JobState.Running } && planner is not null)
        {
            var route = await routing.PlanAsync(now);
            if (now.Counts.Pending > 0 && route.BatchRows > 0 && !(_notBefore > desk.Now))
                await PlanAsync(planner, route.BatchRows, stops);
        }

        return _driving.Count > 0 || (now?.State == JobState.Running && planner is not null && !stops.Once && await HasMoreAsync());
    }

    private async Task<Job?> LookAtJobAsync()
    {
        var now = await desk.Store.FindJobAsync(job.Id);
        _isCancelled = now?.State is JobState.Cancelled or null;
        return now;
    }

    private async Task PlanAsync(BatchPlanner planner, long mostRows, BatchStops stops)
    {
        // Rows that were tried before gather while the job's other batches run; where somebody weighs batches against live calls they do not wait
        // for that, only until all of a batch's rows are back.
        var batches = await desk.Store.ListBatchesAsync(job.Id);
        var isFirst = !batches.Any(batch => batch.State.IsOpen());
        var isWeighed = mostRows < Route.All && !batches.Any(batch => batch.State is BatchState.Ended or BatchState.Downloaded);
        var plan = await planner.PlanAsync(mostRows, withRetries: isFirst || isWeighed, stops.Stop);
        _notBefore = plan.NotBefore;
        foreach (var batch in plan.Batches)
            Drive(batch, stops);
        // What is under way may take less than was set aside for it; with nothing under way, that is the end.
        if (plan is { Lacking: { } lacking, Batches.Count: 0 } && isFirst && settler.IsIdle)
            brake.Pull(PauseCause.Budget, BudgetWords.Reached(lacking));
    }

    private async Task<bool> HasMoreAsync() => !settler.IsIdle || await desk.Store.NextDueAsync(job.Id) is not null;

    private void Drive(Batch batch, BatchStops stops) => _driving.Add(batch.Id, DriveAsync(batch, stops));

    private async Task DriveAsync(Batch batch, BatchStops stops)
    {
        try
        {
            await new BatchDriver(desk, _ingestTurn).DriveAsync(batch, () => _isCancelled || routing.IsRecalled(batch.Id), changed, stops);
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

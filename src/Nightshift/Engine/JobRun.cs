using Nightshift.Batching;
using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Pricing;
using Nightshift.Queueing;
using Nightshift.Sending;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>One stretch of work on a job: queueing, sending and settling, side by side, until nothing is left or something stops it.</summary>
internal sealed class JobRun : IDisposable
{
    private readonly Job _job;
    private readonly IStore _store;
    private readonly Lane? _lane;
    private readonly Leftovers _leftovers;
    private readonly Brake _brake = new();
    private readonly Settler _settler;
    private readonly Dispatcher? _dispatcher;
    private readonly Strategy _strategy;
    private readonly RowRouting? _routing;
    private readonly BatchWork? _batches;

    public JobRun(Job job, JobSpec spec, IStore store, JobLanes lanes, BatchSpool spool, Leftovers leftovers, PriceBook prices, Reserver reserver, TimeProvider time, Random random)
    {
        _job = job;
        _store = store;
        _lane = lanes.Live;
        _leftovers = leftovers;
        _strategy = spec.Strategy;
        var changed = new Signal(time);
        var quota = new LiveQuota();
        var watch = new LaneWatch(hasAnswered: job.Counts.Succeeded > 0);
        var judge = new RowJudge(spec.Task, lanes.Connection.Provider, prices, watch, _brake, time, random);
        _settler = new Settler(store, judge, _brake, changed, time);
        var preparer = new RowPreparer(RequestRenderers.For(spec.Task, lanes.Connection, spec.IsBatchFile), spec.Task, reserver);
        if (_lane is not null)
        {
            var flights = new Flights(job, store, _lane, preparer, reserver, _settler, leftovers, _brake, changed);
            _dispatcher = new Dispatcher(
                job.Id, store, _lane, preparer, flights, _settler, leftovers, _brake, changed, time, isFed: () => _batches is { IsBusy: true }, quota);
        }

        if (lanes.Batch is { } batchLane)
        {
            var desk = new BatchDesk(store, batchLane, spool, judge, time) { KeepRemote = spec.KeepRemote, Reserver = reserver };
            var planner = spec.Strategy != Strategy.Fastest ? new BatchPlanner(job, store, batchLane, spool, preparer, reserver, _settler, time) : null;
            _routing = new RowRouting(spec.Strategy, job.CreatedAt + spec.Deadline, store, batchLane, quota, LiveRowsPerMinute, time);
            if (planner is not null)
                quota.Set(0);
            _batches = new BatchWork(job, desk, planner, _routing, _settler, _brake, changed);
        }
    }

    /// <summary>How the live lane is doing; null when nothing is sent live.</summary>
    public LaneSnapshot? Lane => _lane?.Gate.Snapshot();

    /// <summary>Works until the job's rows have ended, or until it is stopped.</summary>
    public async Task<JobEnd> WorkAsync(RunControl control)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(control.Stop, control.Abort, _brake.Pulled);
        var settling = StopOnFaultAsync(_settler.RunAsync());
        try
        {
            await Task.WhenAll(
                StopOthersOnFaultAsync(_dispatcher?.RunAsync(stop.Token, control.Abort), stop),
                StopOthersOnFaultAsync(_batches?.RunAsync(new BatchStops(control.Once, stop.Token, control.Abort)), stop));
        }
        finally
        {
            _settler.Complete();
            await settling;
        }

        return await EndAsync();
    }

    public void Dispose()
    {
        _batches?.Dispose();
        _brake.Dispose();
    }

    /// <summary>By the limits of the live lane, and by what a row has come to so far; null when it has none that is known.</summary>
    private double? LiveRowsPerMinute(Job job)
    {
        const long UsualTokens = 1_000;
        if (_lane?.Gate.Snapshot() is not { } lane)
            return null;
        var tokens = job.Spend is { Attempts: > 0, Usage.TotalTokens: > 0 } spend ? Math.Max(1, spend.Usage.TotalTokens / spend.Attempts) : UsualTokens;
        return (lane.Rpm, lane.Tpm / tokens) switch
        {
            (null, null) => null,
            var (requests, rows) => Math.Min(requests ?? long.MaxValue, rows ?? long.MaxValue),
        };
    }

    private static async Task StopOthersOnFaultAsync(Task? work, CancellationTokenSource stop)
    {
        try
        {
            await (work ?? Task.CompletedTask);
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    /// <summary>A settler that cannot commit must not leave the dispatcher sending.</summary>
    private async Task StopOnFaultAsync(Task settling)
    {
        try
        {
            await settling;
        }
        catch (Exception e)
        {
            // What is thrown here says why; the cause is for the dispatcher alone.
            _brake.Pull(PauseCause.DiskFull, e.Message);
            throw;
        }
    }

    /// <summary>A disk that was full for a moment took nothing back: what was not sent must not look as if it had been. If it still is, the next run gives back.</summary>
    private async Task GiveBackLeftoversAsync()
    {
        try
        {
            await _leftovers.ReleaseAsync(_store, _job.Id);
        }
        catch (StoreException e) when (e.IsDiskFull)
        {
            _brake.Pull(PauseCause.DiskFull, e.Message);
        }
    }

    private async Task<JobEnd> EndAsync()
    {
        await GiveBackLeftoversAsync();
        var job = await _store.FindJobAsync(_job.Id) ?? throw new InvalidOperationException($"job {_job.Id} was removed while it ran");
        if (job.State is JobState.Running && _brake.Pause is var (cause, reason))
        {
            await _store.SetJobStateAsync(job.Id, JobState.Paused, reason);
            return new JobEnd(job with { State = JobState.Paused, Reason = reason }, Ending.Paused, reason, cause);
        }

        // What is left of it at the provider cannot be got at.
        if (job.State is JobState.Cancelled && job.Counts.Done < job.Counts.Total && _brake.Pause is var (why, sentence))
            return new JobEnd(job, Ending.Paused, sentence, why);

        return new JobEnd(job, job.State switch
        {
            JobState.Finished => Ending.Finished,
            JobState.Cancelled => Ending.Cancelled,
            _ => Ending.Interrupted,
        });
    }
}

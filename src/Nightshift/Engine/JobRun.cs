using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Routing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>One stretch of work on a job: queueing, sending and settling at all of its accounts, side by side, until nothing is left or something stops it.</summary>
internal sealed class JobRun : IDisposable
{
    private readonly JobContext _context;
    private readonly IReadOnlyList<LaneWork> _lanes;
    private readonly Brake _brake = new();
    private readonly LiveQuota _quota = new();
    private readonly RouteNote _note;
    private readonly LaneKeeper _keeper;
    private readonly BatchWork? _batches;

    public JobRun(JobContext context, JobLanes lanes, IProgress<RunEvent>? progress)
    {
        var (job, spec, store, time) = (context.Job, context.Spec, context.Store, context.Time);
        (_context, _lanes) = (context, lanes.Works);
        _note = new RouteNote(job, store, time);
        _keeper = new LaneKeeper(_lanes, _brake, _note, progress, time);
        if (_lanes.Where(lane => lane.Site is not null).OrderBy(lane => LanePrice.Order(lane.Price.Batch)).ToList() is not { Count: > 0 } withBatches)
            return;
        var routing = new RowRouting(spec.Strategy, job.CreatedAt + spec.Deadline, store, [.. withBatches.Select(lane => lane.Batch!)], _quota, LiveRowsPerMinute, _note, time);
        if (withBatches.Exists(lane => lane.Site!.MakesNew))
            _quota.Set(0);
        _batches = new BatchWork(job, [.. withBatches.Select(lane => lane.Site!)], routing, _brake, withBatches[0].Changed, spec.IsOfRoute, hasOthers: _lanes.Count > 1);
    }

    /// <summary>How its accounts are doing, those that send live.</summary>
    public IReadOnlyList<LaneStanding> Lanes =>
        [.. _lanes.Where(lane => lane.Live is not null).Select(lane => new LaneStanding(lane.Connection.Model, lane.Live!.Gate.Snapshot(), lane.Brake.Pause?.Reason))];

    /// <summary>Works until the job's rows have ended, or until it is stopped.</summary>
    public async Task<JobEnd> WorkAsync(RunControl control)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(control.Stop, control.Abort, _brake.Pulled);
        using var over = new CancellationTokenSource();
        var settling = Task.WhenAll(_lanes.Select(lane => StopOnFaultAsync(lane.Settler.RunAsync())));
        var keeping = _keeper.RunAsync(over.Token);
        try
        {
            await BeginNoteAsync();
            await Task.WhenAll(
            [
                .. _lanes.Select(lane => StopOthersOnFaultAsync(SendAsync(lane, stop.Token, control.Abort), stop)),
                StopOthersOnFaultAsync(_batches?.RunAsync(new BatchStops(control.Once, stop.Token, control.Abort)), stop),
            ]);
        }
        finally
        {
            foreach (var lane in _lanes)
                lane.Settler.Complete();
            try
            {
                await settling;
            }
            finally
            {
                over.Cancel();
                await keeping;
            }
        }

        return await EndAsync();
    }

    public void Dispose()
    {
        _batches?.Dispose();
        _note.Dispose();
        _brake.Dispose();
    }

    /// <summary>What the last run noted is over; and where there is nothing to choose though choosing was asked for, that is said.</summary>
    private async Task BeginNoteAsync()
    {
        await _note.SayAsync([]);
        if (_context.Spec.Strategy is Strategy.Hybrid or Strategy.Deadline && _batches is null)
            await _note.SayAsync(Router.NoBatches, isNews: true);
        else if (_batches is null)
            await _note.SayAsync(why: null, isNews: true);
    }

    private Task SendAsync(LaneWork lane, CancellationToken stop, CancellationToken abort)
    {
        var cheaper = _lanes.Where(other => LanePrice.Order(other.Price.Live) < LanePrice.Order(lane.Price.Live)).ToList();
        var others = _lanes.Where(other => other != lane).ToList();
        return lane.SendAsync(
            new LaneQuota(_quota, hasTurn: () => !cheaper.Exists(other => other.HasRoom)),
            isFed: () => _batches is { IsBusy: true } || others.Exists(other => other.IsBusy),
            goesOn: () => _batches is { IsBusy: true } || SomeSend(),
            stop, abort);
    }

    /// <summary>Whether any account still sends, or all of them are out at once: then the keeper says what becomes of that.</summary>
    private bool SomeSend()
    {
        var live = _lanes.Where(lane => lane.Live is not null).ToList();
        return live.Exists(lane => !lane.HasEnded && !lane.IsOut) || live.TrueForAll(lane => !lane.HasEnded);
    }

    /// <summary>By the limits of the live lanes, and by what a row has come to so far; null when one has none that is known.</summary>
    private double? LiveRowsPerMinute(Job job)
    {
        const long UsualTokens = 1_000;
        var tokens = job.Spend is { Attempts: > 0, Usage.TotalTokens: > 0 } spend ? Math.Max(1, spend.Usage.TotalTokens / spend.Attempts) : UsualTokens;
        double? sum = 0;
        foreach (var lane in _lanes.Where(lane => lane is { Live: not null, IsOut: false }))
        {
            var gate = lane.Live!.Gate.Snapshot();
            sum += (gate.Rpm, gate.Tpm / tokens) switch
            {
                (null, null) => null,
                var (requests, rows) => Math.Min(requests ?? long.MaxValue, rows ?? long.MaxValue),
            };
        }

        return sum > 0 ? sum : null;
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
            await _context.Leftovers.ReleaseAsync(_context.Store, _context.Job.Id);
        }
        catch (StoreException e) when (e.IsDiskFull)
        {
            _brake.Pull(PauseCause.DiskFull, e.Message);
        }
    }

    private async Task<JobEnd> EndAsync()
    {
        await GiveBackLeftoversAsync();
        var store = _context.Store;
        var job = await store.FindJobAsync(_context.Job.Id) ?? throw new InvalidOperationException($"job {_context.Job.Id} was removed while it ran");
        if (job.State is JobState.Running && _keeper.Whole is var (cause, reason))
        {
            await store.SetJobStateAsync(job.Id, JobState.Paused, reason);
            return new JobEnd(job with { State = JobState.Paused, Reason = reason }, Ending.Paused, reason, cause);
        }

        // What is left of it at the provider cannot be got at.
        if (job.State is JobState.Cancelled && job.Counts.Done < job.Counts.Total && _keeper.Whole is var (why, sentence))
            return new JobEnd(job, Ending.Paused, sentence, why);

        return new JobEnd(job, job.State switch
        {
            JobState.Finished => Ending.Finished,
            JobState.Cancelled => Ending.Cancelled,
            _ => Ending.Interrupted,
        });
    }
}

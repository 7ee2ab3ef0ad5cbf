using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Providers;
using Nightshift.Queueing;
using Nightshift.Sending;
using Nightshift.Settling;

namespace Nightshift.Engine;

/// <summary>One account's part in a job: its live calls, its batches, how their outcomes are judged and settled, and what stops them.</summary>
internal sealed class LaneWork : IDisposable
{
    /// <summary>How often an account that is out looks whether it is back, or no longer needed.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly JobContext _context;
    private readonly Reserver _reserver;
    private readonly RowPreparer _preparer;
    private Dispatcher? _dispatcher;
    private volatile bool _hasEnded;

    /// <summary>The lanes are its own from now on.</summary>
    public LaneWork(JobContext context, Connection connection, ModelPrices prices, Reserver reserver, bool isOfRoute, Lane? live, BatchLane? batch, Random random)
    {
        var task = context.Spec.Task with { Model = $"{connection.Model}" };
        (_context, _reserver, Connection, Live, Batch) = (context, reserver, connection, live, batch);
        Price = LanePrice.Of(prices);
        Changed = new Signal(context.Time);
        var watch = new LaneWatch(hasAnswered: context.Job.Counts.Succeeded > 0, isReplaceable: isOfRoute);
        var judge = new RowJudge(task, prices, watch, Brake, context.Time, random) { IsOfRoute = isOfRoute };
        Settler = new Settler(context.Store, judge, Brake, Changed, context.Time);
        _preparer = new RowPreparer(RequestRenderers.For(task, connection, context.Spec.IsBatchFile), task, reserver);
        if (batch is null)
            return;
        var desk = new BatchDesk(context.Store, batch, context.Spool, judge, context.Time) { KeepRemote = context.Spec.KeepRemote, Reserver = reserver };
        var planner = context.Spec.Strategy == Strategy.Fastest ? null
            : new BatchPlanner(context.Job, context.Store, batch, context.Spool, _preparer, reserver, Settler, context.Time);
        Site = new BatchSite(desk, planner, Settler, Brake, Price.Batch);
    }

    public Connection Connection { get; }

    /// <summary>Live calls; null when none are made.</summary>
    public Lane? Live { get; }

    /// <summary>The batch API; null when the job has nothing to do with it here.</summary>
    public BatchLane? Batch { get; }

    /// <summary>What the job does there.</summary>
    public BatchSite? Site { get; }

    public Settler Settler { get; }

    public Brake Brake { get; } = new();

    public Signal Changed { get; }

    public LanePrice Price { get; }

    /// <summary>Whether it stands still for a cause that concerns all of its rows.</summary>
    public bool IsOut => Brake.Pause is not null;

    /// <summary>Whether it sends no more rows live.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Whether live rows are on their way through it.</summary>
    public bool IsBusy => _dispatcher is { IsBusy: true };

    /// <summary>Whether a row would be sent live here at once.</summary>
    public bool HasRoom => Live is not null && !_hasEnded && !IsOut && !Live.Gate.IsFull;

    /// <summary>Sends rows live until no row is left to send. While it is out it waits, as long as the others go on.</summary>
    /// <param name="quota">What it may take.</param>
    /// <param name="isFed">Whether rows may come back from elsewhere.</param>
    /// <param name="goesOn">Whether anybody else still works.</param>
    /// <param name="stop">Claims no more.</param>
    /// <param name="abort">Gives up what is in flight as well.</param>
    public async Task SendAsync(LaneQuota quota, Func<bool> isFed, Func<bool> goesOn, CancellationToken stop, CancellationToken abort)
    {
        try
        {
            await SendInStintsAsync(quota, isFed, goesOn, stop, abort);
        }
        finally
        {
            // Who has ended takes no row any more, and keeps none from the others.
            _hasEnded = true;
        }
    }

    private async Task SendInStintsAsync(LaneQuota quota, Func<bool> isFed, Func<bool> goesOn, CancellationToken stop, CancellationToken abort)
    {
        while (Live is { } lane && !stop.IsCancellationRequested)
        {
            using var stint = CancellationTokenSource.CreateLinkedTokenSource(stop, Brake.Pulled);
            if (!IsOut)
            {
                var (job, store, time) = (_context.Job, _context.Store, _context.Time);
                var flights = new Flights(job, store, lane, _preparer, _reserver, Settler, _context.Leftovers, Brake, Changed);
                _dispatcher = new Dispatcher(job.Id, store, lane, _preparer, flights, Settler, _context.Leftovers, Brake, Changed, time, isFed, quota);
                await _dispatcher.RunAsync(stint.Token, abort);
                if (!stint.IsCancellationRequested)
                    return;
            }
            else if (!goesOn())
            {
                return;
            }

            await Changed.WaitAsync(Look, stop);
        }
    }

    public void Dispose()
    {
        Live?.Dispose();
        Batch?.Dispose();
        Brake.Dispose();
    }
}

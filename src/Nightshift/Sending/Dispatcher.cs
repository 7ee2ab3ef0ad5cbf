using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Sending;

/// <summary>
/// Sends a job's rows as fast as its lane lets them: claims them, asks the lane for places, and launches those that have one. While
/// <c>isFed</c> says that rows may come back from elsewhere, it waits for them.
/// </summary>
internal sealed class Dispatcher(
    JobId job, IStore store, Lane lane, RowPreparer preparer, Flights flights, Settler settler, Leftovers leftovers, Brake brake, Signal changed, TimeProvider time,
    Func<bool> isFed, LaneQuota quota)
{
    private const int LargestGroup = 256;
    private const int MostWaits = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly RowFeed _feed = new(store, job, lane.Retries, quota, changed, time);
    private readonly Runway _runway = new(lane, flights, changed, time);
    private PreparedRow? _head;
    private Verdict.Fail? _unfit;
    private long _departed;
    private int _waits;
    private volatile bool _isMoving = true;

    /// <summary>Whether rows are on their way through it, or from it back to the store: those may yet come back to be sent again.</summary>
    public bool IsBusy => _isMoving || flights.Count > 0 || _runway.Count > 0 || !_feed.IsEmpty || !settler.IsIdle;

    /// <summary>Sends until no row is left to send, or until <paramref name="stop"/>; then waits for what is in flight.</summary>
    /// <param name="stop">Claims no more.</param>
    /// <param name="abort">Gives up what is in flight as well.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            await leftovers.ReleaseAsync(store, job);
            _runway.Open(abort);
            await SendAllAsync(stop, abort);
        }
        catch (StoreException e) when (e.IsDiskFull)
        {
            brake.Pull(PauseCause.DiskFull, e.Message);
        }
        finally
        {
            _runway.Close();
            // First what may be paid for; what was only claimed is given back when the job is worked on again if it cannot be now.
            await flights.DrainAsync();
            await GiveBackAllAsync();
            _isMoving = false;
        }

        await flights.ThrowIfFaultedAsync();
    }

    private async Task SendAllAsync(CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested && !flights.IsFaulted)
        {
            if (flights.TakeLostLeases())
                await GiveBackAllAsync();
            if (flights.TakeLacking() is { } lacking)
            {
                await WaitForRoomAsync(lacking, stop);
                continue;
            }

            await _feed.KeepFilledAsync();
            var refusal = _runway.TakeOff();
            if (refusal?.Wait > LongestWait)
                await GiveBackAsync(await _runway.TakeBackAsync());

            if (_feed.Count == 0 && _runway.Count == 0)
            {
                if (!await _feed.RefillAsync() && !await WaitForDueAsync(stop))
                    return;
            }
            else if (Load(ref refusal, abort))
            {
                // There may be room for more.
            }
            else if (_unfit is { } unfit)
            {
                await RefuseAsync(_feed.Dequeue(), unfit);
            }
            else
            {
                await WaitForPlaceAsync(refusal, stop);
            }
        }
    }

    /// <summary>Moves rows on from the feed: lines them up, or, where a lane is too slow for that, sends those that have a place. False when none moved.</summary>
    private bool Load(ref Admission? refusal, CancellationToken abort)
    {
        if (_runway.Room is > 0 and var room)
        {
            var lined = Prepare(Math.Min(room, LargestGroup), _ => true);
            if (lined.Count > 0)
                _runway.LineUp(lined);
            return lined.Count > 0;
        }

        if (_runway.Count > 0)
            return false;
        Admission? refused = null;
        var group = Prepare(LargestGroup, row =>
        {
            var admission = lane.Gate.TryEnter(row.Tokens);
            (row.Permit, refused) = (admission.Permit, admission.Permit is null ? admission : null);
            return row.Permit is not null;
        });
        refusal = refused;
        if (group.Count > 0)
            _ = flights.LaunchAsync(group, abort);
        _runway.Departed(group.Count);
        return group.Count > 0;
    }

    /// <summary>
    /// A budget has no room: waits for what is under way to be settled, which may take less than was set aside for it. With nothing set aside
    /// that is the end; where only other jobs have something under way, it is soon.
    /// </summary>
    private async Task WaitForRoomAsync(BudgetStanding lacking, CancellationToken stop)
    {
        await GiveBackAllAsync();
        _isMoving = false;
        (_waits, _departed) = IsQuiet && _departed == flights.Departed ? (_waits + 1, _departed) : (0, flights.Departed);
        if (lacking.ReservedUsd == 0 || _waits == MostWaits)
            brake.Pull(PauseCause.Budget, BudgetWords.Reached(lacking));
        else if (!IsQuiet || _waits > 1)
            await changed.WaitAsync(LongestWait, stop);
        _isMoving = true;
    }

    private bool IsQuiet => flights.Count == 0 && _runway.Count == 0 && settler.IsIdle && !isFed();

    /// <summary>No row can be had now: waits for a retry to come due or an outcome to be settled. False when there is nothing left to wait for.</summary>
    private async Task<bool> WaitForDueAsync(CancellationToken stop)
    {
        _isMoving = false;
        var isQuiet = IsQuiet;
        // Nobody is left who would let it have some: what waits is for batches, and for another time.
        if (isQuiet && quota.IsShut)
            return false;
        var due = await store.NextDueAsync(job, CancellationToken.None);
        if (isQuiet && !flights.IsLacking && (due is null || await store.FindJobAsync(job, CancellationToken.None) is not { State: JobState.Running }) && IsQuiet)
            return false;
        // What is not for this lane now is no reason to look again at once.
        var wait = quota.IsOpen ? due - time.GetUtcNow() ?? LongestWait : LongestWait;
        await changed.WaitAsync(wait > LongestWait ? LongestWait : wait < ShortestWait ? ShortestWait : wait, stop);
        _isMoving = true;
        return true;
    }

    private async Task WaitForPlaceAsync(Admission? refusal, CancellationToken stop)
    {
        var wait = refusal is { Wait: var asked } && asked >= TimeSpan.Zero && asked < LongestWait ? asked : LongestWait;
        // What is lined up takes places by itself as they come free: here only time can tell of one.
        if (refusal is not { } refused || _runway.Count > 0)
        {
            await changed.WaitAsync(wait, stop);
            return;
        }

        try
        {
            await lane.Gate.WaitAsync(refused with { Wait = wait }, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees that it is to stop.
        }
    }

    /// <summary>Takes rows from the feed, made ready, up to one that is not taken, is not fit to be sent, or has to wait for memory.</summary>
    private List<PreparedRow> Prepare(int most, Func<PreparedRow, bool> isTaken)
    {
        var group = new List<PreparedRow>();
        while (group.Count < most && _unfit is null && _feed.TryPeek(out var row))
        {
            _head ??= preparer.Prepare(row, out _unfit);
            if (_head is null || !flights.HasRoomFor(_head.Body.Length) || !isTaken(_head))
                break;
            flights.Board(_head);
            group.Add(_head);
            _head = null;
            _feed.Dequeue();
        }

        return group;
    }

    private async Task RefuseAsync(ClaimedRow row, Verdict.Fail unfit)
    {
        _unfit = null;
        lane.Retries.Return(row.IsRetry ? 1 : 0);
        await settler.PostAsync(row, unfit);
    }

    private async Task GiveBackAllAsync()
    {
        (_head, _unfit) = (null, null);
        await GiveBackAsync([.. await _feed.TakeBackAsync(), .. await _runway.TakeBackAsync()]);
    }

    /// <summary>Gives back what was claimed or lined up and is not sent, if the store can take it.</summary>
    private async Task GiveBackAsync(IReadOnlyList<Lease> leases)
    {
        leftovers.Add(job, leases);
        try
        {
            await leftovers.ReleaseAsync(store, job);
        }
        catch (StoreException)
        {
            // The run's own end says what is wrong with the store.
        }
    }
}

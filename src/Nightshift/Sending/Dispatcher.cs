using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Sending;

/// <summary>Sends a job's rows as fast as its lane lets them: claims them, asks the lane for places, and launches those that have one.</summary>
internal sealed class Dispatcher(
    JobId job, IStore store, Lane lane, RowPreparer preparer, Flights flights, Settler settler, Leftovers leftovers, Brake brake, Signal changed, TimeProvider time)
{
    private const int LargestGroup = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly RowFeed _feed = new(store, job, lane.Retries);
    private PreparedRow? _head;
    private Verdict.Fail? _unfit;

    /// <summary>Sends until no row is left to send, or until <paramref name="stop"/>; then waits for what is in flight.</summary>
    /// <param name="stop">Claims no more.</param>
    /// <param name="abort">Gives up what is in flight as well.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            await leftovers.ReleaseAsync(store, job);
            await SendAllAsync(stop, abort);
        }
        catch (StoreException e) when (e.IsDiskFull)
        {
            brake.Pull(PauseCause.DiskFull, e.Message);
        }
        finally
        {
            // First what may be paid for; what was only claimed is given back when the job is worked on again if it cannot be now.
            await flights.DrainAsync();
            await ReleaseAsync();
        }

        await flights.ThrowIfFaultedAsync();
    }

    private async Task SendAllAsync(CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested && !flights.IsFaulted)
        {
            if (flights.TakeLostLeases())
                await ReleaseAsync();

            if (_feed.Count == 0 && !await _feed.RefillAsync(CancellationToken.None))
            {
                if (!await WaitForDueAsync(stop))
                    return;
            }
            else if (Admit(out var refusal) is { Count: > 0 } group)
            {
                _ = flights.LaunchAsync(group, abort);
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

    /// <summary>No row can be had now: waits for a retry to come due or an outcome to be settled. False when there is nothing left to wait for.</summary>
    private async Task<bool> WaitForDueAsync(CancellationToken stop)
    {
        var isQuiet = flights.Count == 0 && settler.IsIdle;
        var due = await store.NextDueAsync(job, CancellationToken.None);
        if (isQuiet && (due is null || await store.FindJobAsync(job, CancellationToken.None) is not { State: JobState.Running }))
            return false;
        var wait = due - time.GetUtcNow() ?? LongestWait;
        await changed.WaitAsync(wait > LongestWait ? LongestWait : wait < ShortestWait ? ShortestWait : wait, stop);
        return true;
    }

    private async Task WaitForPlaceAsync(Admission? refusal, CancellationToken stop)
    {
        if (refusal is not { } refused)
        {
            await changed.WaitAsync(LongestWait, stop);
            return;
        }

        try
        {
            var wait = refused.Wait < TimeSpan.Zero || refused.Wait > LongestWait ? LongestWait : refused.Wait;
            await lane.Gate.WaitAsync(refused with { Wait = wait }, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees that it is to stop.
        }
    }

    /// <summary>Takes rows from the feed for which the lane has a place now, up to one that is not fit to be sent.</summary>
    /// <param name="refusal">Why the next row has none; null when it waits for memory, or when there is no next row.</param>
    private List<PreparedRow> Admit(out Admission? refusal)
    {
        var group = new List<PreparedRow>();
        refusal = null;
        while (group.Count < LargestGroup && _unfit is null && _feed.TryPeek(out var row))
        {
            _head ??= preparer.Prepare(row, out _unfit);
            if (_head is null || !flights.HasRoomFor(_head.Body.Length))
                break;
            var admission = lane.Gate.TryEnter(_head.Tokens);
            if (admission.Permit is not { } permit)
            {
                refusal = admission;
                break;
            }

            _head.Permit = permit;
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

    /// <summary>Gives claimed rows back, if the store can take them.</summary>
    private async Task ReleaseAsync()
    {
        (_head, _unfit) = (null, null);
        leftovers.Add(job, _feed.TakeBack());
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

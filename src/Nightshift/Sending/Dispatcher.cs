using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Sending;

/// <summary>
/// Sends a job's rows as fast as its lane lets them: rows that have a place are marked as sent in one commit, then sent, each on its own.
/// Nothing is sent whose intent is not on the disk.
/// </summary>
internal sealed class Dispatcher(
    Job job, IStore store, Lane lane, RowPreparer preparer, int maxAttempts, Settler settler, Signal changed, TimeProvider time)
{
    private const int LargestGroup = 256;
    private const long MostBytesInFlight = 256L * 1024 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly RowFeed _feed = new(store, job.Id);
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PreparedRow? _head;
    private long _bytesInFlight;
    private int _inFlight;

    /// <summary>Calls under way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Sends until no row is left to send, or until <paramref name="stop"/>; then waits for what is in flight.</summary>
    /// <param name="stop">Claims no more.</param>
    /// <param name="abort">Gives up what is in flight as well.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            while (!stop.IsCancellationRequested && !_fault.Task.IsFaulted)
            {
                if (_feed.Count == 0 && !await _feed.RefillAsync(CancellationToken.None))
                {
                    if (!await WaitForDueAsync(stop))
                        break;
                    continue;
                }

                if (Admit(out var refusal) is { Count: > 0 } group)
                    _ = LaunchAsync(group, abort);
                else
                    await WaitForPlaceAsync(refusal, stop);
            }
        }
        finally
        {
            await _feed.ReleaseAsync();
            while (InFlight > 0)
                await changed.WaitAsync(LongestWait, CancellationToken.None);
        }

        if (_fault.Task.IsFaulted)
            await _fault.Task;
    }

    /// <summary>Nothing is due now: waits for a retry to come due or an outcome to be settled. False when there is nothing left to wait for.</summary>
    private async Task<bool> WaitForDueAsync(CancellationToken stop)
    {
        var isQuiet = InFlight == 0 && settler.IsIdle;
        var due = await store.NextDueAsync(job.Id, CancellationToken.None);
        if (due is null && isQuiet)
            return false;
        var wait = due - time.GetUtcNow() ?? LongestWait;
        await changed.WaitAsync(wait > LongestWait ? LongestWait : wait < TimeSpan.Zero ? TimeSpan.Zero : wait, stop);
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

    /// <summary>Takes rows from the feed for which the lane has a place now.</summary>
    /// <param name="refusal">Why the next row has none; null when it waits for memory, or when the feed is empty.</param>
    private List<PreparedRow> Admit(out Admission? refusal)
    {
        var group = new List<PreparedRow>();
        refusal = null;
        while (group.Count < LargestGroup && _feed.TryPeek(out var row))
        {
            if (row.Attempts >= maxAttempts)
            {
                _feed.Dequeue();
                _ = QuarantineAsync(row);
                continue;
            }

            _head ??= preparer.Prepare(row);
            if (Interlocked.Read(ref _bytesInFlight) is > 0 and var held && held + _head.Body.Length > MostBytesInFlight)
                break;
            var admission = lane.Gate.TryEnter(_head.Tokens);
            if (admission.Permit is not { } permit)
            {
                refusal = admission;
                break;
            }

            _head.Permit = permit;
            Interlocked.Add(ref _bytesInFlight, _head.Body.Length);
            Interlocked.Increment(ref _inFlight);
            group.Add(_head);
            _head = null;
            _feed.Dequeue();
        }

        return group;
    }

    /// <summary>Its attempts were used up by processes that ended while it was being sent: it is not given another one to end.</summary>
    private async Task QuarantineAsync(ClaimedRow row)
    {
        Interlocked.Increment(ref _inFlight);
        var outcome = new Outcome.RowRefused("quarantined", $"the process ended {row.Attempts} times while this row was being sent");
        try
        {
            await settler.PostAsync(new SentRow(row, new SendReport(outcome, time.GetUtcNow(), TimeSpan.Zero)));
        }
        catch (Exception e)
        {
            _fault.TrySetException(e);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            changed.Set();
        }
    }

    private async Task LaunchAsync(List<PreparedRow> group, CancellationToken abort)
    {
        try
        {
            var held = (await store.MarkSentAsync([.. group.Select(row => row.Row.Lease)], CancellationToken.None)).ToHashSet();
            Failpoint.Hit("send-after-intent");
            foreach (var row in group)
            {
                if (held.Contains(row.Row.Lease))
                    _ = SendAsync(row, abort);
                else
                    Leave(row, new LaneFeedback.NotSent());
            }
        }
        catch (Exception e)
        {
            foreach (var row in group)
                Leave(row, new LaneFeedback.NotSent());
            _fault.TrySetException(e);
        }
    }

    private async Task SendAsync(PreparedRow row, CancellationToken abort)
    {
        try
        {
            var report = await lane.Sender.SendAsync(row.Body, IdempotencyKey(row.Row.Lease), () => lane.Gate.BodySent(row.Permit!), abort);
            Failpoint.Hit("send-after-answer");
            preparer.Learn(report);
            if (row.Row.Attempts == 0)
                lane.Retries.CountRequest();
            await settler.PostAsync(new SentRow(row.Row, report));
            Leave(row, Feedback.From(report));
        }
        catch (Exception e)
        {
            // A bug or a store that is gone: the run stops with it, and the row's intent tells the next start that it may have been sent.
            Leave(row, new LaneFeedback.Failed());
            _fault.TrySetException(e);
        }
    }

    private void Leave(PreparedRow row, LaneFeedback feedback)
    {
        lane.Gate.Leave(row.Permit!, feedback);
        Interlocked.Add(ref _bytesInFlight, -row.Body.Length);
        Interlocked.Decrement(ref _inFlight);
        changed.Set();
    }

    /// <summary>The same for the same attempt only. The job's birth is in it: another job with this number is another job.</summary>
    private string IdempotencyKey(Lease lease) =>
        $"nightshift-{job.CreatedAt.ToUnixTimeMilliseconds():x}-{job.Id}-{lease.Row.Index}-{lease.Epoch}";
}

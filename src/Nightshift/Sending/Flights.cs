using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Sending;

/// <summary>
/// The calls under way: rows that have their places are marked as sent in one commit, then sent, each on its own, and what came of them
/// is handed to settling. Nothing is sent whose intent is not on the disk.
/// </summary>
internal sealed class Flights(Job job, IStore store, Lane lane, RowPreparer preparer, Reserver reserver, Settler settler, Leftovers leftovers, Brake brake, Signal changed)
{
    private const long MostBytes = 256L * 1024 * 1024;

    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private int _count;
    private int _lostLeases;
    private BudgetStanding? _lacking;
    private long _departed;

    /// <summary>Calls under way.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Rows whose intent was committed, ever.</summary>
    public long Departed => Interlocked.Read(ref _departed);

    /// <summary>Whether something broke that must end the run.</summary>
    public bool IsFaulted => _fault.Task.IsFaulted;

    /// <summary>Whether a body fits beside those under way; one fits alone, whatever its size.</summary>
    public bool HasRoomFor(int bytes) => Interlocked.Read(ref _bytes) is var held && (held == 0 || held + bytes <= MostBytes);

    /// <summary>Whether some rows turned out to be held no longer, since this was last asked: the job was cancelled meanwhile.</summary>
    public bool TakeLostLeases() => Interlocked.Exchange(ref _lostLeases, 0) != 0;

    /// <summary>The budget that had no room for rows, since this was last asked; null when none was short.</summary>
    public BudgetStanding? TakeLacking() => Interlocked.Exchange(ref _lacking, null);

    /// <summary>Whether rows are left over because no budget had room for them.</summary>
    public bool IsLacking => Volatile.Read(ref _lacking) is not null;

    /// <summary>Called when a call is over, on its thread; whether that needs nothing of the dispatcher.</summary>
    public Func<bool> Landed { get; set; } = () => false;

    /// <summary>Takes memory for a row that is to be sent.</summary>
    public void Board(PreparedRow row) => Interlocked.Add(ref _bytes, row.Body.Length);

    /// <summary>Gives back the memory of a row that is not sent.</summary>
    public void Leave(PreparedRow row) => Interlocked.Add(ref _bytes, -row.Body.Length);

    /// <summary>Sends a group of rows that were boarded and have their places. What goes wrong stops the run by itself.</summary>
    public async Task LaunchAsync(IReadOnlyList<PreparedRow> group, CancellationToken abort)
    {
        Interlocked.Add(ref _count, group.Count);
        var held = await CommitIntentAsync(group);
        foreach (var row in group)
        {
            if (held.Contains(row.Row.Lease))
                _ = SendAsync(row, abort);
            else
                Land(row, new LaneFeedback.Withdrawn());
        }
    }

    /// <summary>Sends a row that was boarded, has its place, and whose intent is on the disk.</summary>
    public void Launch(PreparedRow row, CancellationToken abort)
    {
        Interlocked.Increment(ref _count);
        _ = SendAsync(row, abort);
    }

    /// <summary>
    /// Commits the intent to send, and sets aside what it may cost. Only the leases that are returned hold; without a store that takes it, none
    /// does. Rows that no budget has room for are left over.
    /// </summary>
    public async Task<IReadOnlySet<Lease>> CommitIntentAsync(IReadOnlyList<PreparedRow> group)
    {
        Lease[] leases = [.. group.Select(row => row.Row.Lease)];
        try
        {
            var departure = await store.MarkSentAsync(leases, reserver.For(group, AnswerMode.Live), CancellationToken.None);
            Failpoint.Hit("send-after-intent");
            HashSet<Lease> held = [.. departure.Leases];
            Interlocked.Add(ref _departed, held.Count);
            if (departure.Lacking is { } lacking)
            {
                leftovers.Add(job.Id, leases.Where(lease => !held.Contains(lease)));
                Interlocked.Exchange(ref _lacking, lacking);
                changed.Set();
            }
            else if (held.Count < group.Count)
            {
                Volatile.Write(ref _lostLeases, 1);
            }

            return held;
        }
        catch (Exception e)
        {
            leftovers.Add(job.Id, leases);
            Break(e);
            return new HashSet<Lease>();
        }
    }

    /// <summary>Waits until nothing is under way.</summary>
    public async Task DrainAsync()
    {
        while (Count > 0)
            await changed.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
    }

    /// <summary>Throws what broke, if something did.</summary>
    public Task ThrowIfFaultedAsync() => IsFaulted ? _fault.Task : Task.CompletedTask;

    private async Task SendAsync(PreparedRow row, CancellationToken abort)
    {
        // What the lane is told when this breaks in the middle; the row's intent tells the next start that it may have been sent.
        LaneFeedback feedback = new LaneFeedback.Failed();
        try
        {
            var report = await lane.Sender.SendAsync(row.Body, IdempotencyKey(row.Row.Lease), () => lane.Gate.BodySent(row.Permit!), abort);
            feedback = Feedback.From(report);
            Failpoint.Hit("send-after-answer");
            preparer.Learn(row, report);
            await settler.PostAsync(row.Row, report);
        }
        catch (Exception e)
        {
            Break(e);
        }
        finally
        {
            Land(row, feedback);
        }
    }

    private void Land(PreparedRow row, LaneFeedback feedback)
    {
        lane.Gate.Leave(row.Permit!, feedback);
        switch (feedback)
        {
            case LaneFeedback.Withdrawn when row.Row.IsRetry:
                lane.Retries.Return(1);
                break;
            case LaneFeedback.Succeeded or LaneFeedback.Failed:
                lane.Retries.Answered(row.Row.IsRetry);
                break;
            default:
                lane.Retries.Failed(row.Row.IsRetry);
                break;
        }

        Leave(row);
        Interlocked.Decrement(ref _count);
        if (!Landed())
            changed.Set();
    }

    /// <summary>A full disk is for the user to mend and pauses the job; anything else is thrown when all calls are over.</summary>
    private void Break(Exception e)
    {
        if (e is StoreException { IsDiskFull: true })
            brake.Pull(PauseCause.DiskFull, e.Message);
        else
            _fault.TrySetException(e);
    }

    /// <summary>The same for the same attempt only. The job's birth is in it: another job with this number is another job.</summary>
    private string IdempotencyKey(Lease lease) =>
        $"nightshift-{job.CreatedAt.ToUnixTimeMilliseconds():x}-{job.Id}-{lease.Row.Index}-{lease.Epoch}";
}

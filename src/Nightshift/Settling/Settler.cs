using System.Threading.Channels;
using Nightshift.Model;
using Nightshift.Queueing;
using Nightshift.Sending;
using Nightshift.Stores;

namespace Nightshift.Settling;

/// <summary>
/// Takes outcomes as they come, decides each, and commits all that are there in one transaction: while one commit is on its way to the
/// disk the next group gathers. A full disk stops the sending, not the settling: paid answers are held until they fit.
/// </summary>
internal sealed class Settler(IStore store, RowJudge judge, Brake brake, Signal settled, TimeProvider time)
{
    private const int LargestGroup = 512;
    private static readonly TimeSpan DiskRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DiskPatience = TimeSpan.FromSeconds(30);

    private readonly Channel<EndedRow> _ended = Channel.CreateBounded<EndedRow>(LargestGroup * 2);
    private int _unsettled;

    /// <summary>Whether every outcome posted so far is committed.</summary>
    public bool IsIdle => Volatile.Read(ref _unsettled) == 0;

    /// <summary>Hands over what came of sending a row; waits when settling is behind.</summary>
    public ValueTask PostAsync(ClaimedRow row, SendReport report) => PostAsync(new EndedRow(row, report, null));

    /// <summary>Hands over a row that will not be sent, and why.</summary>
    public ValueTask PostAsync(ClaimedRow row, Verdict.Fail unfit) => PostAsync(new EndedRow(row, null, unfit));

    /// <summary>No more will be posted.</summary>
    public void Complete() => _ended.Writer.TryComplete();

    /// <summary>Settles until <see cref="Complete"/> was called and all is committed.</summary>
    public async Task RunAsync()
    {
        try
        {
            await SettleAllAsync();
        }
        catch (Exception e)
        {
            // Whoever posts from now on must not wait for a reader that is gone.
            _ended.Writer.TryComplete(e);
            throw;
        }
    }

    private ValueTask PostAsync(EndedRow ended)
    {
        Interlocked.Increment(ref _unsettled);
        return _ended.Writer.WriteAsync(ended);
    }

    private async Task SettleAllAsync()
    {
        var group = new List<Settlement>(LargestGroup);
        while (await _ended.Reader.WaitToReadAsync())
        {
            while (group.Count < LargestGroup && _ended.Reader.TryRead(out var ended))
                group.Add(Decide(ended));
            await CommitAsync(group);
            Interlocked.Add(ref _unsettled, -group.Count);
            group.Clear();
            settled.Set();
        }
    }

    private Settlement Decide(EndedRow ended) => ended switch
    {
        { Row: var row, Report: { } report } => judge.Judge(row.Lease, row.Attempts, row.MaxTokens, report),
        { Unfit: { } unfit } => new Settlement(ended.Row.Lease, unfit, Attempt: null),
        _ => throw new InvalidOperationException("a row that ended without a reason"),
    };

    private async Task CommitAsync(List<Settlement> group)
    {
        var since = time.GetUtcNow();
        while (true)
        {
            try
            {
                Failpoint.Hit("settle-before-commit");
                await store.SettleAsync(group);
                Failpoint.Hit("settle-after-commit");
                return;
            }
            catch (StoreException e) when (e.IsDiskFull && time.GetUtcNow() - since < DiskPatience)
            {
                brake.Pull(PauseCause.DiskFull, e.Message);
                await Task.Delay(DiskRetry, time, CancellationToken.None);
            }
        }
    }
}

/// <summary>A row whose sending has come to an end: what came of it, or why it was not sent.</summary>
internal readonly record struct EndedRow(ClaimedRow Row, SendReport? Report, Verdict.Fail? Unfit);

using System.Threading.Channels;
using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Queueing;
using Nightshift.Sending;
using Nightshift.Stores;

namespace Nightshift.Settling;

/// <summary>
/// Takes outcomes as they come, decides each, and commits all that are there in one transaction: while one commit is on its way to the
/// disk the next group gathers. A full disk stops the sending, not the settling: paid answers are held until they fit.
/// </summary>
internal sealed class Settler(
    IStore store, TaskDefinition task, PriceBook prices, LaneWatch watch, Brake brake, Signal settled, TimeProvider time, Random random)
{
    private const int LargestGroup = 512;
    private const int ManyTries = 50;
    private static readonly TimeSpan DiskRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DiskPatience = TimeSpan.FromSeconds(30);

    private readonly Channel<EndedRow> _ended = Channel.CreateBounded<EndedRow>(LargestGroup * 2);
    private readonly AnswerCheck _check = new(task);
    private readonly ModelName _model = ModelName.Parse(task.Model);
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
        { Report: { } report } => new Settlement(ended.Row.Lease, Decide(ended.Row, report), Entry(report)),
        { Unfit: { } unfit } => new Settlement(ended.Row.Lease, unfit, Attempt: null),
        _ => throw new InvalidOperationException("a row that ended without a reason"),
    };

    private Verdict Decide(ClaimedRow row, SendReport report)
    {
        var now = time.GetUtcNow();
        if (watch.See(report.Outcome, now) is { } reason)
            brake.Pull(PauseCause.Provider, reason);

        var standing = new RowStanding(row.Attempts, task.MaxAttempts, row.MaxTokens ?? task.MaxTokens, task.RetryMaxTokens)
        {
            IsAlone = row.Lease.Epoch >= ManyTries && watch.HasAnsweredSince(report.StartedAt),
        };
        try
        {
            return VerdictPolicy.Decide(report.Outcome, standing, _check, now, Backoff.Next(row.Attempts + 1, random));
        }
        catch (Exception e)
        {
            // An answer is data: whatever it does to a check, it ends its own row and no other.
            return new Verdict.Fail("check_failed", $"the answer could not be checked: {e.Message}");
        }
    }

    private Attempt Entry(SendReport report)
    {
        var reply = (report.Outcome as Outcome.Answered)?.Reply;
        return new Attempt(
            report.Outcome.Word, report.StartedAt, report.Duration, report.Status, report.RequestId, reply?.Usage,
            reply?.Usage is { } usage ? Price(reply)?.Cost(usage) : null);
    }

    /// <summary>The price of the model that was asked for; of the one that answered, where each line brings its own.</summary>
    private Price? Price(Reply reply) => prices.Find(_model.Provider, _model.IsOfEachLine ? reply.Model ?? "" : _model.Model, AnswerMode.Live);

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

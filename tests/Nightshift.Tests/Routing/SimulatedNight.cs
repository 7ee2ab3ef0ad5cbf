using Nightshift.Model;
using Nightshift.Routing;

namespace Nightshift.Tests.Routing;

/// <summary>One night's job, minute by minute: the router decides, the batches do what was drawn for them, live calls do what their limit lets through.</summary>
internal sealed class SimulatedNight(Strategy strategy, DateTimeOffset begin, IReadOnlyList<SimulatedBatch> drawn, Turnaround history)
{
    public const double RowsPerMinute = 300;
    public static readonly TimeSpan Deadline = TimeSpan.FromHours(8);

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3);
    private readonly List<(int Index, TimeSpan Begun, TimeSpan? Recalled)> _open = [];
    private double _live;
    private long _waiting = drawn.Sum(batch => batch.Rows);
    private int _next;

    public long Rows { get; } = drawn.Sum(batch => batch.Rows);

    public long LiveRows { get; private set; }

    public TimeSpan Took { get; private set; }

    public bool IsInTime => Took <= Deadline;

    /// <summary>What it cost, where a live row costs 2 and a row in a batch 1.</summary>
    public decimal Cost => (2 * LiveRows) + (Rows - LiveRows);

    /// <summary>Batches that ended by themselves, as the store would know them.</summary>
    public List<Batch> Ended { get; } = [];

    public SimulatedNight Run()
    {
        for (var now = TimeSpan.Zero; now < Longest; now += TimeSpan.FromMinutes(1))
        {
            EndBatches(now);
            if (_waiting == 0 && _open.Count == 0)
            {
                Took = now;
                return this;
            }

            var route = Router.Plan(strategy, Facts(now));
            for (var open = 0; open < _open.Count; open++)
            {
                if (route.Recalled.Contains(new BatchId(_open[open].Index)) && _open[open].Recalled is null)
                    _open[open] = _open[open] with { Recalled = now };
            }

            Begin(Math.Min(_waiting, route.BatchRows), now);
            Send(Math.Min(_waiting, route.LiveRows));
        }

        Took = Longest;
        return this;
    }

    private RouteFacts Facts(TimeSpan now) => new()
    {
        Now = begin + now, Deadline = begin + Deadline, Waiting = _waiting, HasBatches = true, LiveRowsPerMinute = RowsPerMinute, Turnaround = history,
        Batches = [.. _open.Select(open => new RunningBatch(new BatchId(open.Index), drawn[open.Index].Rows, now - open.Begun, open.Recalled is not null))],
    };

    /// <summary>Whole batches as they were drawn; what comes back late goes live or waits for the next of them.</summary>
    private void Begin(long rows, TimeSpan now)
    {
        while (rows > 0 && _next < drawn.Count && drawn[_next].Rows <= _waiting)
        {
            _open.Add((_next, now, null));
            (rows, _waiting) = (rows - drawn[_next].Rows, _waiting - drawn[_next].Rows);
            _next++;
        }

        // What came back undone goes again, at the same price, and too late: nobody counts how much.
        if (rows > 0 && _next >= drawn.Count && strategy == Strategy.Cheapest)
            _waiting = 0;
    }

    private void Send(long rows)
    {
        _live = Math.Min(_live + RowsPerMinute, Math.Max(rows, 0));
        var sent = (long)Math.Min(_live, rows);
        (_live, _waiting, LiveRows) = (_live - sent, _waiting - sent, LiveRows + sent);
    }

    private void EndBatches(TimeSpan now)
    {
        foreach (var open in _open.ToArray())
        {
            var batch = drawn[open.Index];
            var end = open.Begun + batch.Takes;
            var recalled = open.Recalled + batch.Cancelling;
            if (now < (recalled < end ? recalled : end))
                continue;
            _open.Remove(open);
            var age = now - open.Begun;
            _waiting += batch.Rows - batch.DoneAt(age);
            if (!(recalled < end))
                Ended.Add(AsStored(open.Index, batch, open.Begun));
        }
    }

    private Batch AsStored(int index, SimulatedBatch batch, TimeSpan begun) => new()
    {
        Id = new BatchId(index), Job = new JobId(1), Submission = "s", Account = "a", Model = "m", Rows = (int)batch.Rows, Bytes = 1, Sha256 = "", Tokens = 1,
        SealedAt = begin + begun, SubmittedAt = begin + begun, EndedAt = begin + begun + batch.Takes, FaultCode = batch.Done < 1 ? "expired" : null,
    };
}

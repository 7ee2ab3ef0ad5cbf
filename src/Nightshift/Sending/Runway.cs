using System.Diagnostics.CodeAnalysis;
using Nightshift.Model;
using Nightshift.Queueing;

namespace Nightshift.Sending;

/// <summary>
/// Rows whose intent to send is on the disk and that wait for a place: on a fast lane a place that comes free is taken at once, and not a
/// commit later. As many as leave while some commits are made; on a slow lane there are none, because a row that is marked as sent and is
/// not would be taken for one that may be paid for.
/// </summary>
/// <remarks>Used by one dispatcher; what it begins ends on any thread.</remarks>
internal sealed class Runway(Lane lane, Flights flights, Signal changed, TimeProvider time)
{
    private const int Most = 512;

    /// <summary>What some commits to a common disk take.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(20);

    /// <summary>Shorter than this, the speed of departures is chance.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<PreparedRow> _rows = [];
    private Task _lining = Task.CompletedTask;
    private int _count;
    private long _since = time.GetTimestamp();
    private int _departed;
    private double _ahead;

    /// <summary>Rows that are on it, or on their way to it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many should line up now: many at once or none, because they share a commit.</summary>
    public int Room
    {
        get
        {
            Measure();
            var length = (int)Math.Min(_ahead, Most);
            return length - Count is var room && room > length / 2 ? room : 0;
        }
    }

    public bool TryPeek([NotNullWhen(true)] out PreparedRow? row)
    {
        lock (_lock)
            return _rows.TryPeek(out row);
    }

    /// <summary>Takes the first row off; it departs.</summary>
    public PreparedRow Dequeue()
    {
        Interlocked.Decrement(ref _count);
        lock (_lock)
            return _rows.Dequeue();
    }

    /// <summary>Notes that rows have departed, from here or not.</summary>
    public void Departed(int rows) => _departed += rows;

    /// <summary>Commits the intent to send rows that were boarded, and lines them up. One group after the other.</summary>
    public void LineUp(IReadOnlyList<PreparedRow> group)
    {
        Interlocked.Add(ref _count, group.Count);
        _lining = LineUpAsync(_lining, group);
    }

    /// <summary>Empties it of rows that are not to be sent now.</summary>
    public async Task<IReadOnlyList<Lease>> TakeBackAsync()
    {
        (_since, _departed, _ahead) = (time.GetTimestamp(), 0, 0);
        await _lining;
        var leases = new List<Lease>();
        while (TryPeek(out _))
        {
            var row = Dequeue();
            flights.Leave(row);
            lane.Retries.Return(row.Row.IsRetry ? 1 : 0);
            leases.Add(row.Row.Lease);
        }

        return leases;
    }

    private async Task LineUpAsync(Task before, IReadOnlyList<PreparedRow> group)
    {
        var held = await flights.CommitIntentAsync(group);
        await before;
        foreach (var row in group)
        {
            if (held.Contains(row.Row.Lease))
            {
                lock (_lock)
                    _rows.Enqueue(row);
                continue;
            }

            Interlocked.Decrement(ref _count);
            flights.Leave(row);
            lane.Retries.Return(row.Row.IsRetry ? 1 : 0);
        }

        changed.Set();
    }

    private void Measure()
    {
        var passed = time.GetElapsedTime(_since);
        if (passed < Measured)
            return;
        _ahead = _departed * (Ahead / passed);
        (_since, _departed) = (time.GetTimestamp(), 0);
    }
}

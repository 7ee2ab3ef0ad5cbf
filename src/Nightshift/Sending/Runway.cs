using Nightshift.Limits;
using Nightshift.Model;
using Nightshift.Queueing;

namespace Nightshift.Sending;

/// <summary>
/// Rows whose intent to send is on the disk and that wait for a place: on a fast lane a place that comes free is taken at once, by whoever
/// freed it, and not a commit later. As many as leave while some commits are made; on a slow lane there are none, because a row that is
/// marked as sent and is not would be taken for one that may be paid for.
/// </summary>
/// <remarks>One dispatcher lines rows up; they take off on any thread.</remarks>
internal sealed class Runway(Lane lane, Flights flights, Signal changed, TimeProvider time)
{
    private const int Least = 2;
    private const int Most = 512;

    /// <summary>What some commits to a common disk take.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(20);

    /// <summary>Shorter than this, the speed of departures is chance.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static bool _isTakingOff;

    private readonly Lock _lock = new();
    private readonly Queue<PreparedRow> _rows = [];
    private Task _lining = Task.CompletedTask;
    private CancellationToken _abort;
    private bool _isOpen;
    private int _count;
    private int _length;
    private long _since = time.GetTimestamp();
    private int _departed;

    /// <summary>Rows that are on it, or on their way to it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many should line up now: many at once or none, because they share a commit.</summary>
    public int Room
    {
        get
        {
            Measure();
            return NeedsMore ? _length - Count : 0;
        }
    }

    private bool NeedsMore => _length - Count > _length / 2;

    /// <summary>From now on rows take off by themselves when places come free.</summary>
    /// <param name="abort">Gives up what is in flight.</param>
    public void Open(CancellationToken abort)
    {
        (_abort, _isOpen) = (abort, true);
        flights.Landed = () =>
        {
            TakeOff();
            return Volatile.Read(ref _isOpen) && Count > 0 && !NeedsMore;
        };
    }

    /// <summary>Nothing takes off any more.</summary>
    public void Close()
    {
        lock (_lock)
            _isOpen = false;
    }

    /// <summary>Sends rows as far as there are places; why there was none for the next, if there is a next.</summary>
    public Admission? TakeOff()
    {
        // A call that ends at once comes back here before the one that sent it has gone on: that one takes its place.
        if (_isTakingOff)
            return null;
        _isTakingOff = true;
        try
        {
            Admission? refusal;
            while (Next(out refusal) is { } row)
                flights.Launch(row, _abort);
            return refusal;
        }
        finally
        {
            _isTakingOff = false;
        }
    }

    /// <summary>Notes that rows have departed without having been here.</summary>
    public void Departed(int rows) => Interlocked.Add(ref _departed, rows);

    /// <summary>Commits the intent to send rows that were boarded, and lines them up. One group after the other.</summary>
    public void LineUp(IReadOnlyList<PreparedRow> group)
    {
        Interlocked.Add(ref _count, group.Count);
        _lining = LineUpAsync(_lining, group);
    }

    /// <summary>Empties it of rows that are not to be sent now.</summary>
    public async Task<IReadOnlyList<Lease>> TakeBackAsync()
    {
        (_since, _departed, _length) = (time.GetTimestamp(), 0, 0);
        await _lining;
        lock (_lock)
        {
            PreparedRow[] rows = [.. _rows];
            _rows.Clear();
            Array.ForEach(rows, Remove);
            return [.. rows.Select(row => row.Row.Lease)];
        }
    }

    private PreparedRow? Next(out Admission? refusal)
    {
        lock (_lock)
        {
            refusal = null;
            if (!_isOpen || !_rows.TryPeek(out var row))
                return null;
            var admission = lane.Gate.TryEnter(row.Tokens);
            if (admission.Permit is null)
            {
                refusal = admission;
                return null;
            }

            row.Permit = admission.Permit;
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _departed);
            return _rows.Dequeue();
        }
    }

    private async Task LineUpAsync(Task before, IReadOnlyList<PreparedRow> group)
    {
        var held = await flights.CommitIntentAsync(group);
        await before;
        lock (_lock)
        {
            foreach (var row in group)
            {
                if (held.Contains(row.Row.Lease))
                    _rows.Enqueue(row);
                else
                    Remove(row);
            }
        }

        TakeOff();
        changed.Set();
    }

    private void Remove(PreparedRow row)
    {
        Interlocked.Decrement(ref _count);
        flights.Leave(row);
        lane.Retries.Return(row.Row.IsRetry ? 1 : 0);
    }

    private void Measure()
    {
        var passed = time.GetElapsedTime(_since);
        if (passed < Measured)
            return;
        _since = time.GetTimestamp();
        var length = (int)Math.Min(Most, Interlocked.Exchange(ref _departed, 0) * (Ahead / passed));
        Volatile.Write(ref _length, length < Least ? 0 : length);
    }
}

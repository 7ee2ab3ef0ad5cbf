using Nightshift.Batching;
using Nightshift.Model;
using Nightshift.Settling;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>
/// Watches over a job's accounts: one that is out rests while the others take its rows, and is tried again after longer and longer rests. When
/// none is left, or the disk is full, the whole job stops.
/// </summary>
/// <param name="lanes">The accounts.</param>
/// <param name="brake">The job's.</param>
/// <param name="note">Keeps which are out.</param>
/// <param name="progress">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class LaneKeeper(IReadOnlyList<LaneWork> lanes, Brake brake, RouteNote note, IProgress<RunEvent>? progress, TimeProvider time)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>Between two tries while nobody at all can be reached.</summary>
    private static readonly TimeSpan ShortRest = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private DateTimeOffset _silentSince;
    private DateTimeOffset _silentAt;
    private readonly List<LaneOut> _out = [];

    /// <summary>Why nothing goes on; null while something does.</summary>
    public Pause? Whole => brake.Pause ?? (lanes.All(lane => lane.IsOut) ? Sum([.. lanes.Select(lane => (lane, lane.Brake.Pause!))]) : null);

    /// <summary>Watches until the work is over.</summary>
    public Task RunAsync(CancellationToken over) => Task.WhenAll(lanes.Select(lane => KeepAsync(lane, over)));

    private async Task KeepAsync(LaneWork lane, CancellationToken over)
    {
        for (var rest = FirstRest; await lane.Brake.WaitAsync(over) is { } pause; rest = rest * 2 > LongestRest ? LongestRest : rest * 2)
        {
            var isNetworkAway = pause.Cause != PauseCause.DiskFull && MayAllPass();
            if (pause.Cause == PauseCause.DiskFull)
                brake.Pull(pause.Cause, pause.Reason);
            else if (!isNetworkAway && Whole is { } whole)
                brake.Pull(whole.Cause, whole.Reason);
            if (brake.Pause is not null)
                return;
            if (isNetworkAway)
            {
                if (!await RestAsync(ShortRest, over))
                    return;
                lane.Brake.Release();
                continue;
            }

            var gone = new LaneOut($"{lane.Connection.Model}", time.GetUtcNow(), pause.Reason);
            progress?.Report(new RunEvent.LaneOut(gone, rest));
            await NoteAsync(() => _out.Add(gone));
            if (!await RestAsync(rest, over))
                return;
            lane.Brake.Release();
            await NoteAsync(() => _out.Remove(gone));
        }
    }

    /// <summary>
    /// Whether all accounts of a route are out of reach at once, and not for as long yet as one alone would be given: then it is our own network
    /// that is away, and no account is to blame.
    /// </summary>
    private bool MayAllPass()
    {
        if (lanes.Count == 1 || !lanes.All(lane => lane.Brake.Pause is { MayPass: true }))
            return false;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _silentAt > LaneWatch.Outage)
                _silentSince = now;
            _silentAt = now;
            return now - _silentSince < LaneWatch.Outage;
        }
    }

    /// <summary>Rests; false when the work was over before.</summary>
    private async Task<bool> RestAsync(TimeSpan rest, CancellationToken over)
    {
        try
        {
            await Task.Delay(rest, time, over);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task NoteAsync(Action change)
    {
        LaneOut[] all;
        lock (_lock)
        {
            change();
            all = [.. _out];
        }

        try
        {
            await note.SayAsync(all);
        }
        catch (StoreException e) when (e.IsDiskFull)
        {
            brake.Pull(PauseCause.DiskFull, e.Message);
        }
    }

    private static Pause Sum(IReadOnlyList<(LaneWork Lane, Pause Pause)> pauses) => pauses is [var (_, only)]
        ? only
        : new Pause(
            pauses.All(one => one.Pause.Cause == PauseCause.Budget) ? PauseCause.Budget : PauseCause.Provider,
            $"no account of the route is left: {string.Join("; ", pauses.Select(one => $"{one.Lane.Connection.Model}: {one.Pause.Reason}"))}");
}

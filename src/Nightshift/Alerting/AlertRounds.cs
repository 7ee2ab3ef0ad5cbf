using Nightshift.Stores;

namespace Nightshift.Alerting;

/// <summary>
/// Looks and delivers every few seconds, beside whatever works on the store meanwhile, and once more at the end, when it takes no longer than
/// its time: what has not been delivered by then waits for the next process.
/// </summary>
public sealed class AlertRounds : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LastRound = TimeSpan.FromSeconds(5);
    private readonly AlertDesk _desk;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _limit;
    private readonly Task _rounds;

    /// <summary>Begins, if there is anybody to tell.</summary>
    public AlertRounds(AlertDesk desk, TimeProvider time)
    {
        (_desk, _time) = (desk, time);
        _limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _rounds = desk.Receivers.Count > 0 ? GoAsync() : Task.CompletedTask;
    }

    /// <summary>How many alerts could not be delivered in the last round, and are tried again.</summary>
    public int Untold { get; private set; }

    /// <summary>Makes the last round; what is on its way has the same time to arrive.</summary>
    public async ValueTask DisposeAsync()
    {
        End();
        await _rounds;
        if (_desk.Receivers.Count > 0)
            await RoundAsync();
        _end.Dispose();
        _limit.Dispose();
    }

    // Not CancelAsync: it goes by way of the thread pool to end one timer.
    private void End()
    {
        _end.Cancel();
        _limit.CancelAfter(LastRound);
    }

    private async Task GoAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
        {
            await RoundAsync();
        }
        while (await TickAsync(timer));
    }

    private async Task RoundAsync()
    {
        try
        {
            await _desk.LookAsync();
            Untold = (await _desk.SendAsync(_limit.Token)).Again;
        }
        catch (StoreException)
        {
            // A disk that is full stops the job, which says so. What could not be written is seen again in the next round.
        }
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>Carries out, while a job runs, what other processes left in <see cref="CancelRequests"/>.</summary>
internal sealed class CancelWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    public CancelWatch(string home, IStore store, TimeProvider time) => _watching = WatchAsync(home, store, time);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(string home, IStore store, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            foreach (var job in CancelRequests.Pending(home))
            {
                if (await store.FindJobAsync(job) is not null)
                    await store.CancelAsync(job);
                CancelRequests.Done(home, job);
            }
        }
        while (await TickAsync(timer));
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

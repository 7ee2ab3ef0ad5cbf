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
        End();
        await _watching;
        _end.Dispose();
    }

    // Not CancelAsync: it goes by way of the thread pool to end one timer.
    private void End() => _end.Cancel();

    private async Task WatchAsync(string home, IStore store, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await CarryOutAsync(home, store);
        }
        while (await TickAsync(timer));
    }

    private static async Task CarryOutAsync(string home, IStore store)
    {
        try
        {
            foreach (var job in CancelRequests.Pending(home))
            {
                if (await store.FindJobAsync(job) is not null)
                    await store.CancelAsync(job);
                CancelRequests.Done(home, job);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
        {
            // The request stays and is seen again in a second; a run must not end because a wish to end another could not be read.
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

using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>Keeps with a job, for everybody to read, why its rows go the way that they go, and which accounts it does without. Thread-safe.</summary>
internal sealed class RouteNote(Job job, IStore store, TimeProvider time) : IDisposable
{
    /// <summary>So long the numbers of a sentence may be old.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private (string? Why, IReadOnlyList<LaneOut> Out) _kept = (job.Route, job.LanesOut);
    private DateTimeOffset _at;

    /// <summary>Why rows go the way that they go.</summary>
    /// <param name="why">The sentence; null where there is nothing to choose.</param>
    /// <param name="isNews">Whether they go another way than before: then it is kept at once, and not only now and then.</param>
    public Task SayAsync(string? why, bool isNews) =>
        why == Volatile.Read(ref _kept.Why) || (!isNews && why is not null && time.GetUtcNow() - _at < Pace) ? Task.CompletedTask : KeepAsync(kept => (why, kept.Out));

    /// <summary>Which accounts it does without.</summary>
    public Task SayAsync(IReadOnlyList<LaneOut> lanesOut) =>
        lanesOut.Count == 0 && _kept.Out.Count == 0 ? Task.CompletedTask : KeepAsync(kept => (kept.Why, lanesOut));

    public void Dispose() => _turn.Dispose();

    private async Task KeepAsync(Func<(string? Why, IReadOnlyList<LaneOut> Out), (string?, IReadOnlyList<LaneOut>)> change)
    {
        await _turn.WaitAsync();
        try
        {
            var (why, lanesOut) = change(_kept);
            await store.SetRouteAsync(job.Id, why, lanesOut);
            (_kept, _at) = ((why, lanesOut), time.GetUtcNow());
        }
        finally
        {
            _turn.Release();
        }
    }
}

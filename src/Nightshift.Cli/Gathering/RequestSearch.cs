using Nightshift.Engine;
using Nightshift.Gathering;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Gathering;

/// <summary>What is known of a request: it waits, or it is a row of a job, or nobody knows it.</summary>
/// <param name="Id">By which it was asked about.</param>
/// <param name="Waiting">Where it waits; null when it does not.</param>
/// <param name="Job">Its job; null when it has none.</param>
/// <param name="Row">Its row there.</param>
internal sealed record FoundRequest(string Id, WaitingRequest? Waiting, Job? Job = null, RowResult? Row = null)
{
    /// <summary>The lot that it is in, or was.</summary>
    public long? Lot => Waiting?.Lot ?? (Job is { } job ? JobResults.LotOf(job)?.Number : null);
}

/// <summary>Finds requests by their ids, beside whoever works on them.</summary>
internal static class RequestSearch
{
    /// <summary>What is known of each, in order. Where an id has been used again, the newest request counts.</summary>
    /// <exception cref="QueueException">There is no such queue, and no job of one.</exception>
    public static async Task<IReadOnlyList<FoundRequest>> FindAsync(string home, string queue, IReadOnlyList<string> ids, TimeProvider time)
    {
        // Where they wait first, then the store: in the direction in which they move, so that none slips by.
        var isThere = RequestQueue.List(home).Contains(queue, StringComparer.Ordinal);
        var waiting = isThere ? RequestQueue.Open(home, queue, time).Find(ids) : new Dictionary<string, WaitingRequest>();
        await using var store = ReadOnlyStore.Open(home);
        IReadOnlyList<Job> jobs = store is null ? [] : [.. (await store.ListJobsAsync()).Where(job => JobResults.LotOf(job)?.Queue == queue)];
        if (!isThere && jobs.Count == 0)
            RequestQueue.Open(home, queue, time);
        var found = new List<FoundRequest>();
        foreach (var id in ids)
            found.Add(waiting.TryGetValue(id, out var request) ? new FoundRequest(id, request) : await FindRowAsync(store, jobs, id));
        return found;
    }

    private static async Task<FoundRequest> FindRowAsync(IStore? store, IReadOnlyList<Job> jobs, string id)
    {
        foreach (var job in jobs)
        {
            if (await store!.FindRowAsync(job.Id, id) is { } row)
                return new FoundRequest(id, null, job, row);
        }

        return new FoundRequest(id, null);
    }
}

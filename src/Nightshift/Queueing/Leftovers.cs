using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Queueing;

/// <summary>
/// Claims that will not be sent, until the store has taken them back. A full disk takes nothing: what is left over is given back when its
/// job is worked on again, because the next start may be weeks away. An engine has one. Thread-safe.
/// </summary>
internal sealed class Leftovers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, List<Lease>> _leases = [];

    /// <summary>Notes claims of one job, to be given back.</summary>
    public void Add(JobId job, IEnumerable<Lease> leases)
    {
        lock (_lock)
        {
            if (!_leases.TryGetValue(job, out var left))
                _leases.Add(job, left = []);
            left.AddRange(leases);
        }
    }

    /// <summary>Gives back what is left over of a job.</summary>
    /// <exception cref="StoreException">The store took nothing back, and all of it is still left over.</exception>
    public async Task ReleaseAsync(IStore store, JobId job)
    {
        List<Lease>? left;
        lock (_lock)
            _leases.Remove(job, out left);
        if (left is not { Count: > 0 })
            return;
        try
        {
            await store.ReleaseAsync(left);
        }
        catch (StoreException)
        {
            Add(job, left);
            throw;
        }
    }
}

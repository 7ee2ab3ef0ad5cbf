using System.Runtime.CompilerServices;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Batching;

/// <summary>
/// Spreads rows over accounts: a batch at a time goes to the cheapest that has room; of those at one price, to the one that has fewest rows to
/// work through.
/// </summary>
/// <param name="sites">The accounts, cheapest first.</param>
internal sealed class BatchSpread(IReadOnlyList<BatchSite> sites)
{
    private readonly IStore _store = sites[0].Desk.Store;

    /// <summary>Plans until no row is left or no account has room; what each planning came to is told as it comes.</summary>
    /// <param name="job">Whose rows.</param>
    /// <param name="mostRows">Rows that are to go into batches now.</param>
    /// <param name="withRetries">Whether rows that were tried before are taken too.</param>
    /// <param name="stop">Plans no more.</param>
    public async IAsyncEnumerable<(BatchSite Site, BatchPlan Plan)> PlanAsync(JobId job, long mostRows, bool withRetries, [EnumeratorCancellation] CancellationToken stop)
    {
        var full = new HashSet<BatchSite>();
        while (mostRows > 0 && await NextAsync(full) is { } site)
        {
            // The only one takes what it can at once; of several, each takes its turn.
            var part = sites.Count == 1 ? mostRows : Math.Min(mostRows, site.Desk.Lane.Terms.MostRows);
            var plan = await site.PlanAsync(part, withRetries, stop);
            yield return (site, plan);
            mostRows -= plan.Batches.Sum(batch => (long)batch.Rows);
            if (sites.Count == 1 || plan.Batches.Count == 0)
                full.Add(site);
            if (plan.Batches.Count > 0 && sites.Count > 1 && await _store.FindJobAsync(job, CancellationToken.None) is not { Counts.Pending: > 0 })
                yield break;
        }
    }

    private async Task<BatchSite?> NextAsync(HashSet<BatchSite> full)
    {
        var ready = sites.Where(site => site.IsReady && !full.Contains(site)).ToList();
        if (ready.Count <= 1)
            return ready.FirstOrDefault();
        var batches = (await _store.ListBatchesAsync()).Where(batch => batch.State.IsEnqueued()).ToList();
        return ready.TakeWhile(site => site.Price == ready[0].Price).MinBy(site => batches.Where(batch => site.Has(batch, byAddress: false)).Sum(batch => (long)batch.Rows));
    }
}

using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Batching;

/// <summary>One account's batch API as a job uses it: where its batches are driven on, and where new ones are planned.</summary>
/// <param name="desk">What its steps work with.</param>
/// <param name="planner">Puts rows into new batches; null where none are to be made.</param>
/// <param name="settler">What settles the rows that turn out not to be fit.</param>
/// <param name="brake">Stops it.</param>
/// <param name="price">What tells cheap from dear; null for unknown, which is dearest.</param>
internal sealed class BatchSite(BatchDesk desk, BatchPlanner? planner, Settler settler, Brake brake, decimal? price)
{
    private DateTimeOffset? _notBefore;

    public BatchDesk Desk => desk;

    public Settler Settler => settler;

    public Brake Brake => brake;

    public decimal? Price => price;

    /// <summary>Whether new batches are to be made here.</summary>
    public bool MakesNew => planner is not null;

    /// <summary>Whether one can be planned now.</summary>
    public bool IsReady => planner is not null && brake.Pause is null && !(_notBefore > desk.Now);

    /// <summary>Whether a batch is this account's; by its address alone when its key is another one now.</summary>
    public bool Has(Batch batch, bool byAddress) => byAddress
        ? BatchLane.IsAt(batch, desk.Lane.Connection)
        : batch.Account == desk.Lane.Account;

    /// <summary>Plans what can be planned now.</summary>
    /// <inheritdoc cref="BatchPlanner.PlanAsync" path="/param"/>
    public async Task<BatchPlan> PlanAsync(long mostRows, bool withRetries, CancellationToken stop)
    {
        var plan = await planner!.PlanAsync(mostRows, withRetries, stop);
        _notBefore = plan.NotBefore;
        return plan;
    }
}

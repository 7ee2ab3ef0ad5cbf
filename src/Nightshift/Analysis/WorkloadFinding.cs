using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>What could be saved on a workload, in US dollars over the log's own time. Null is what the log or the price book does not tell.</summary>
/// <param name="Facts">What was counted.</param>
/// <param name="Batching">Whether it could be batched.</param>
public sealed record WorkloadFinding(WorkloadFacts Facts, BatchVerdict Batching)
{
    private const decimal Million = 1_000_000m;

    /// <summary>The finding of what was counted.</summary>
    public static WorkloadFinding Of(WorkloadFacts facts) => new(facts, BatchRules.Judge(facts));

    /// <summary>
    /// What batches would save, if nobody waits; null when the model has no batch price. Nothing where they would cost more: some providers
    /// give no discount for cached input in batches.
    /// </summary>
    public decimal? BatchingUsdIfNobodyWaits => Batching.Batchability == Batchability.AlreadyBatched
        ? 0
        : Facts.LiveUsd - Facts.LiveAsBatchUsd is { } saved ? Math.Max(0, saved) : null;

    /// <summary>What batches would save: nothing where somebody waits, null where it cannot be told.</summary>
    public decimal? BatchingUsd => Batching.Batchability switch
    {
        Batchability.Batchable or Batchability.Likely => BatchingUsdIfNobodyWaits,
        Batchability.AlreadyBatched or Batchability.SomebodyWaits => 0,
        Batchability.CannotTell => null,
        _ => throw new InvalidOperationException($"not a verdict: {Batching.Batchability}"),
    };

    /// <summary>What the requests cost that had come before; null when the log holds no requests.</summary>
    public decimal? DuplicatesUsd => Facts.Printed == 0 || Facts.Usd is null ? null : Facts.DuplicateUsd;

    /// <summary>What the provider's prompt cache would save beyond what it does; null when the log does not tell enough.</summary>
    public decimal? CachingUsd => Facts.CacheKnown == 0
        ? null
        : Cached(Batching.Batchability == Batchability.AlreadyBatched ? Facts.BatchRates : Facts.LiveRates, Facts.ReadTokens, Facts.WriteTokens);

    /// <summary>What the next smaller model would save on the same tokens.</summary>
    public decimal? CheaperUsd => Facts.Usd - Facts.CheaperUsd;

    /// <summary>
    /// What duplicates, batches and the cache would save together, nothing counted twice: what is left out as a duplicate needs no batch, and
    /// what is in a batch is cached at its rates. What is not known is left out; the smaller model is never in it.
    /// </summary>
    public decimal TogetherUsd
    {
        get
        {
            var batching = Batching.Counts && BatchingUsd is > 0 and var saved ? Math.Max(0, saved - (Facts.DuplicateLiveUsd - Facts.DuplicateLiveAsBatchUsd)) : 0;
            var ends = batching > 0 || Batching.Batchability == Batchability.AlreadyBatched ? Facts.BatchRates : Facts.LiveRates;
            var caching = Facts.CacheKnown == 0 ? 0 : Cached(ends, Facts.FreshReadTokens, Facts.FreshWriteTokens) ?? 0;
            return (DuplicatesUsd ?? 0) + batching + caching;
        }
    }

    private static decimal? Cached(Rates? rates, long read, long written)
    {
        if (rates is null)
            return null;
        if (rates.CachedInput is not { } cached)
            return 0;
        return Math.Max(0, ((read * (rates.Input - cached)) - (written * ((rates.CacheWrite ?? rates.Input) - rates.Input))) / Million);
    }
}

using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>How one attempt adds to what was spent.</summary>
internal static class SpendSums
{
    /// <summary>Whether the provider billed tokens whose price is not known.</summary>
    public static bool IsUnpriced(this Attempt attempt) => attempt is { Usage: not null, CostUsd: null };

    /// <summary>The sum with one more attempt.</summary>
    public static Spend Plus(this Spend spend, Attempt attempt, bool isRetry) => new(
        spend.Attempts + 1,
        spend.Retries + (isRetry ? 1 : 0),
        spend.Usage + (attempt.Usage ?? default),
        spend.CostUsd + (attempt.CostUsd ?? 0),
        spend.Unpriced + (attempt.IsUnpriced() ? 1 : 0));
}

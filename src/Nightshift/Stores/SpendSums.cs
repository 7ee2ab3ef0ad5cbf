using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>How one attempt adds to what was spent.</summary>
internal static class SpendSums
{
    /// <summary>Whether the provider billed tokens whose price is not known.</summary>
    public static bool IsUnpriced(this Attempt attempt) => attempt is { Usage: not null, CostUsd: null };

    /// <summary>What may have been charged for an attempt without our knowing: what was set aside for it, if its end is not known.</summary>
    public static decimal PossibleUsd(this Attempt attempt, decimal reserved, SettleResult result) =>
        attempt.IsUncertain && result != SettleResult.Stale ? reserved : 0;

    /// <summary>The sum with one more attempt.</summary>
    public static Spend Plus(this Spend spend, Attempt attempt, bool isRetry, decimal possibleUsd) => new(
        spend.Attempts + 1,
        spend.Retries + (isRetry ? 1 : 0),
        spend.Usage + (attempt.Usage ?? default),
        spend.CostUsd + (attempt.CostUsd ?? 0),
        spend.Unpriced + (attempt.IsUnpriced() ? 1 : 0))
    {
        PossibleUsd = spend.PossibleUsd + possibleUsd,
    };

    /// <summary>One attempt as sums.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="isAnswer">Whether it gave its row the answer.</param>
    /// <param name="possibleUsd">What may have been charged without our knowing.</param>
    public static SpendingSums Of(Attempt attempt, bool isAnswer, decimal possibleUsd) => new()
    {
        Attempts = 1,
        Answers = isAnswer ? 1 : 0,
        Usage = attempt.Usage ?? default,
        CostUsd = attempt.CostUsd ?? 0,
        LiveUsd = attempt.LiveUsd ?? attempt.CostUsd ?? 0,
        WastedUsd = isAnswer ? 0 : attempt.CostUsd ?? 0,
        PossibleUsd = possibleUsd,
        Uncertain = attempt.IsUncertain ? 1 : 0,
        Unpriced = attempt.IsUnpriced() ? 1 : 0,
    };

    /// <summary>Answers that were not paid again, as sums.</summary>
    public static SpendingSums Spared(long rows, decimal liveUsdEach) => new() { Answers = rows, LiveUsd = rows * liveUsdEach };
}

using Nightshift.Model;

namespace Nightshift.Engine.Reporting;

/// <summary>Spending that belongs together.</summary>
/// <param name="Key">By what: a day, a job, a model.</param>
/// <param name="Sums">Over all modes.</param>
/// <param name="SavedInBatchesUsd">What batches cost less than live calls.</param>
/// <param name="SparedUsd">What live calls would have cost for answers that were not asked for again.</param>
/// <param name="SparedRows">Rows that took such an answer.</param>
public sealed record SpendingGroup(string Key, SpendingSums Sums, decimal SavedInBatchesUsd, decimal SparedUsd, long SparedRows)
{
    /// <summary>Dollars spent.</summary>
    public decimal CostUsd => Sums.CostUsd;

    /// <summary>Dollars that a live call for each row would have cost.</summary>
    public decimal LiveUsd => Sums.LiveUsd;

    /// <summary>The difference.</summary>
    public decimal SavedUsd => LiveUsd - CostUsd;

    /// <summary>The difference as a part of what live calls would have cost; null when that is nothing.</summary>
    public decimal? SavedShare => LiveUsd == 0 ? null : SavedUsd / LiveUsd;

    /// <summary>Sums up.</summary>
    public static SpendingGroup Of(string key, IEnumerable<Spending> spending)
    {
        var group = new SpendingGroup(key, default, 0, 0, 0);
        foreach (var (_, _, _, mode, sums) in spending)
        {
            group = group with { Sums = group.Sums + sums };
            group = mode switch
            {
                AnswerMode.Live => group,
                AnswerMode.Batch => group with { SavedInBatchesUsd = group.SavedInBatchesUsd + sums.LiveUsd - sums.CostUsd },
                AnswerMode.Duplicate or AnswerMode.Cache => group with { SparedUsd = group.SparedUsd + sums.LiveUsd, SparedRows = group.SparedRows + sums.Answers },
                _ => throw new ArgumentOutOfRangeException(nameof(spending), mode, "not a mode"),
            };
        }

        return group;
    }
}

using Nightshift.Model;

namespace Nightshift.Tests.Routing.Months;

/// <summary>What a month came to with one strategy.</summary>
internal sealed record MonthFigures
{
    public required Strategy Strategy { get; init; }

    public required IReadOnlyList<NightFigures> Nights { get; init; }

    /// <summary>What the provider would bill.</summary>
    public required decimal BilledUsd { get; init; }

    /// <summary>What `nightshift report` says.</summary>
    public required decimal ReportedUsd { get; init; }

    /// <summary>Rows that have no answer, or another's.</summary>
    public required long Lost { get; init; }

    /// <summary>Answers that the provider would bill beyond one a row.</summary>
    public required long PaidTwice { get; init; }

    /// <summary>The fates that its batches met.</summary>
    public required IReadOnlyDictionary<FateOfBatch, int> Met { get; init; }

    /// <summary>What the store's own check found.</summary>
    public required IReadOnlyList<string> Unsound { get; init; }

    public required string Effort { get; init; }

    public int Kept => Nights.Count(night => night.IsInTime);

    public TimeSpan Longest => Nights.Max(night => night.Took);

    public long LiveRows => Nights.Sum(night => night.LiveRows);

    public long BatchRows => Nights.Sum(night => night.BatchRows);

    public string Name => Strategy.ToString().ToLowerInvariant();
}

namespace Nightshift.Model;

/// <summary>What one job spent on one day with one model in one mode. It stays when the job is removed.</summary>
/// <param name="Payer">The job.</param>
/// <param name="Day">The day of UTC on which it was settled.</param>
/// <param name="Model">As its provider calls it; of a job that goes to several accounts, as <c>provider/model</c>.</param>
/// <param name="Mode">Live or batch; duplicate or cache for answers that were not paid again.</param>
/// <param name="Sums">What it came to.</param>
public sealed record Spending(Payer Payer, DateOnly Day, string Model, AnswerMode Mode, SpendingSums Sums)
{
    /// <summary>Who was paid; of a route's job each model says so itself.</summary>
    public string Provider => Payer.Provider.Length > 0 ? Payer.Provider : Model[..Math.Max(0, Model.IndexOf('/', StringComparison.Ordinal))];

    /// <summary>The model as <c>provider/model</c>.</summary>
    public string FullModel => Payer.Provider.Length > 0 ? $"{Payer.Provider}/{Model}" : Model;
}

/// <summary>Whose spending it is.</summary>
/// <param name="Job">The job's number; it may have been removed.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Provider">As in <c>provider/model</c>; empty when the job goes to several accounts.</param>
/// <param name="Tags">What the job was tagged with.</param>
public sealed record Payer(JobId Job, string Name, string Provider, IReadOnlyList<string> Tags);

/// <summary>Sums over ledger entries.</summary>
public readonly record struct SpendingSums
{
    /// <summary>Attempts.</summary>
    public long Attempts { get; init; }

    /// <summary>Rows that got their answer.</summary>
    public long Answers { get; init; }

    /// <summary>Tokens.</summary>
    public Usage Usage { get; init; }

    /// <summary>Dollars, where the price is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Dollars that live calls would have cost for the same answers.</summary>
    public decimal LiveUsd { get; init; }

    /// <summary>The part of the cost that gave no row its answer: cut, unusable, too late, twice.</summary>
    public decimal WastedUsd { get; init; }

    /// <summary>Dollars that may have been charged besides, for attempts whose end nobody knows.</summary>
    public decimal PossibleUsd { get; init; }

    /// <summary>Attempts whose end nobody knows.</summary>
    public long Uncertain { get; init; }

    /// <summary>Attempts with usage whose model has no price.</summary>
    public long Unpriced { get; init; }

    /// <summary>The sum of two.</summary>
    public static SpendingSums operator +(SpendingSums left, SpendingSums right) => new()
    {
        Attempts = left.Attempts + right.Attempts,
        Answers = left.Answers + right.Answers,
        Usage = left.Usage + right.Usage,
        CostUsd = left.CostUsd + right.CostUsd,
        LiveUsd = left.LiveUsd + right.LiveUsd,
        WastedUsd = left.WastedUsd + right.WastedUsd,
        PossibleUsd = left.PossibleUsd + right.PossibleUsd,
        Uncertain = left.Uncertain + right.Uncertain,
        Unpriced = left.Unpriced + right.Unpriced,
    };
}

namespace Nightshift.Model;

/// <summary>A limit on what may be spent. Members that are null leave it wider; with none of them it holds for everything.</summary>
/// <param name="LimitUsd">Dollars.</param>
public sealed record Budget(decimal LimitUsd)
{
    /// <summary>Over what time it counts.</summary>
    public BudgetPeriod Period { get; init; }

    /// <summary>One job alone.</summary>
    public JobId? Job { get; init; }

    /// <summary>One provider, as in <c>provider/model</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>Jobs that carry this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>The first day that counts, when this is the day; null when all do.</summary>
    public DateOnly? From(DateOnly today) => Period switch
    {
        BudgetPeriod.Always => null,
        BudgetPeriod.Day => today,
        BudgetPeriod.Month => new DateOnly(today.Year, today.Month, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(today), Period, "not a period"),
    };
}

/// <summary>Over what time a budget counts; days and months are those of UTC, as on the providers' bills.</summary>
public enum BudgetPeriod
{
    /// <summary>From the first dollar on.</summary>
    Always,

    /// <summary>Each day anew.</summary>
    Day,

    /// <summary>Each calendar month anew.</summary>
    Month,
}

/// <summary>How a budget stands.</summary>
/// <param name="Budget">Which.</param>
/// <param name="SpentUsd">Booked.</param>
/// <param name="PossibleUsd">May have been charged besides, for calls whose end nobody knows: their reservations.</param>
/// <param name="ReservedUsd">For what is under way.</param>
public sealed record BudgetStanding(Budget Budget, decimal SpentUsd, decimal PossibleUsd, decimal ReservedUsd)
{
    /// <summary>What may still be reserved; below zero when it was overshot.</summary>
    public decimal RoomUsd => Budget.LimitUsd - SpentUsd - PossibleUsd - ReservedUsd;
}

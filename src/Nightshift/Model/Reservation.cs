namespace Nightshift.Model;

/// <summary>What is set aside for rows that are to be sent, until each is settled.</summary>
/// <param name="EachUsd">For each of them, one with another: what matters is the sum.</param>
/// <param name="Budgets">Those that have to have room for it.</param>
public sealed record Reservation(decimal EachUsd, IReadOnlyList<Budget> Budgets)
{
    /// <summary>Nothing is set aside, and nothing is held.</summary>
    public static Reservation None { get; } = new(0, []);

    /// <summary>How many of so many rows there is room for, and what is short when that is not all, as it stands with those.</summary>
    public (int Fit, BudgetStanding? Lacking) Fit(int rows, IEnumerable<BudgetStanding> standings)
    {
        var (fit, tightest) = (rows, (BudgetStanding?)null);
        if (EachUsd <= 0)
            return (fit, tightest);
        foreach (var standing in standings)
        {
            var room = (int)Math.Clamp(decimal.Floor(standing.RoomUsd / EachUsd), 0, rows);
            if (room < fit)
                (fit, tightest) = (room, standing);
        }

        return (fit, tightest is null ? null : tightest with { ReservedUsd = tightest.ReservedUsd + (fit * EachUsd) });
    }
}

/// <summary>Rows whose intent to send is on the disk.</summary>
/// <param name="Leases">Those whose leases hold and that there was room for, in order: only they may be sent.</param>
/// <param name="Lacking">The budget that had no room for the others, as it stands now; null when none was short. They are claimed still.</param>
public sealed record Departure(IReadOnlyList<Lease> Leases, BudgetStanding? Lacking = null);

using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    // ?1 and ?2 are NULL where a budget leaves provider and tag open.
    private const string OfTag = "(?2 IS NULL OR EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?2))";

    // A payer without a provider pays several: what it has spent says whom, what it has set aside does not, and may be anybody's.
    private const string Reserving = "JOIN payers ON payers.job = spender.job WHERE (?1 IS NULL OR provider IN (?1, '')) AND " + OfTag;
    private const string Spending = "JOIN payers ON payers.job = spender.job WHERE (?1 IS NULL OR provider = ?1 OR (provider = '' AND instr(spender.model, ?1 || '/') = 1)) AND " + OfTag;

    private const string OfJob = " AND spender.job = ?3";
    private const string SumReserved = "SELECT coalesce(sum(reserved), 0) FROM progress AS spender " + Reserving;
    private const string SumSpent = "SELECT coalesce(sum(cost), 0), coalesce(sum(possible), 0) FROM spending AS spender " + Spending + " AND day >= ?4";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<BudgetStanding>> ReadStandingsAsync(IReadOnlyList<Budget> budgets, CancellationToken cancellation = default) =>
        new(Read(database => budgets.Select(budget => Standing(database, budget)).ToArray()));

    private BudgetStanding Standing(Database database, Budget budget)
    {
        var from = budget.From(DateOnly.FromDateTime(Now.UtcDateTime))?.DayNumber ?? 0;
        using var spent = Of(budget, database.Use(budget.Job is null ? SumSpent : SumSpent + OfJob)).Bind(4, from);
        spent.Step();
        using var reserved = Of(budget, database.Use(budget.Job is null ? SumReserved : SumReserved + OfJob));
        reserved.Step();
        return new BudgetStanding(budget, StoredUnits.ToDollars(spent.Int64(0)), StoredUnits.ToDollars(spent.Int64(1)), StoredUnits.ToDollars(reserved.Int64(0)));
    }

    private static Statement Of(Budget budget, Statement select)
    {
        select.Bind(1, budget.Provider).Bind(2, budget.Tag);
        return budget.Job is { } job ? select.Bind(3, job.Value) : select;
    }
}

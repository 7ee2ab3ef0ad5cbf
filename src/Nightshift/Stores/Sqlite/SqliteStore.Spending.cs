using System.Runtime.CompilerServices;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectSpending = """
        SELECT spending.job, name, provider, tags, day, CASE spending.model WHEN '' THEN payers.model ELSE spending.model END, mode, attempts, answers,
            input_tokens, output_tokens, cached_tokens, reasoning_tokens, cache_write_tokens, hour_cache_write_tokens,
            cost, live_cost, wasted, possible, uncertain, unpriced
        FROM spending JOIN payers ON payers.job = spending.job
        WHERE day >= ?1 AND day <= ?2 ORDER BY day, spending.job, 6, mode
        """;

    private const string SelectLedger = """
        SELECT row, n, result, outcome, status, request_id, started_at, duration_ms, mode, service_tier, model, uncertain, batch, cost, live_cost, possible,
            input_tokens, output_tokens, cached_tokens, reasoning_tokens, cache_write_tokens, hour_cache_write_tokens
        FROM attempts WHERE (row, n) > (?1, ?2) AND row < ?3 ORDER BY row, n LIMIT ?4
        """;

    private const int LedgerPage = 1_000;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Spending>> ReadSpendingAsync(DateOnly from, DateOnly to, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectSpending).Bind(1, from.DayNumber).Bind(2, to.DayNumber);
        var spending = new List<Spending>();
        while (select.Step())
        {
            var payer = new Payer(new JobId(select.Int64(0)), select.Text(1)!, select.Text(2)!, JsonSerializer.Deserialize(select.Text(3)!, StringsJson.Default.StringArray)!);
            spending.Add(new Spending(payer, DateOnly.FromDayNumber(select.Int32(4)), select.Text(5)!, (AnswerMode)select.Int32(6), new SpendingSums
            {
                Attempts = select.Int64(7),
                Answers = select.Int64(8),
                Usage = ReadUsage(select, 9),
                CostUsd = StoredUnits.ToDollars(select.Int64(15)),
                LiveUsd = StoredUnits.ToDollars(select.Int64(16)),
                WastedUsd = StoredUnits.ToDollars(select.Int64(17)),
                PossibleUsd = StoredUnits.ToDollars(select.Int64(18)),
                Uncertain = select.Int64(19),
                Unpriced = select.Int64(20),
            }));
        }

        return spending;
    }));

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var range = IdRange.Of(job);
        var (row, number) = (range.First, 0L);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = Read(database => ReadLedgerPage(database, row, number, range.End));
            foreach (var entry in page)
                yield return entry;
            if (page.Count < LedgerPage)
                yield break;
            (row, number) = (page[^1].Row.Packed, page[^1].Number);
            await Task.Yield();
        }
    }

    private static List<LedgerEntry> ReadLedgerPage(Database database, long row, long number, long end)
    {
        using var select = database.Use(SelectLedger).Bind(1, row).Bind(2, number).Bind(3, end).Bind(4, LedgerPage);
        var page = new List<LedgerEntry>(LedgerPage);
        while (select.Step())
        {
            var attempt = new Attempt(
                select.Text(3)!, StoredUnits.ToTime(select.Int64(6)), TimeSpan.FromMilliseconds(select.Int64(7)), (int?)select.NullableInt64(4), select.Text(5),
                select.IsNull(16) ? null : ReadUsage(select, 16), StoredUnits.ToDollars(select.NullableInt64(13)), (AnswerMode)select.Int32(8))
            {
                ServiceTier = select.Text(9),
                Model = select.Text(10),
                IsUncertain = select.Int64(11) != 0,
                Batch = select.NullableInt64(12) is { } batch ? new BatchId(batch) : null,
                LiveUsd = StoredUnits.ToDollars(select.NullableInt64(14)),
            };
            page.Add(new LedgerEntry(RowId.FromPacked(select.Int64(0)), select.Int32(1), (SettleResult)select.Int32(2), attempt, StoredUnits.ToDollars(select.Int64(15))));
        }

        return page;
    }
}

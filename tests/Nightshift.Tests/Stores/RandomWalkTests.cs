using System.Globalization;
using System.Text;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Stores;

/// <summary>
/// The same random calls to the reference and to SQLite, which is closed and opened again now and then: after each call both say the same.
/// A seed of its own: <c>NIGHTSHIFT_SEED=7</c>.
/// </summary>
public sealed class RandomWalkTests(ITestOutputHelper output)
{
    private const int Steps = 150;

    public static TheoryData<int> Seeds => Environment.GetEnvironmentVariable("NIGHTSHIFT_SEED") is { } seed
        ? new(int.Parse(seed, CultureInfo.InvariantCulture))
        : new(Enumerable.Range(1, 20));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Sqlite_does_what_the_reference_does(int seed)
    {
        output.WriteLine($"seed {seed}");
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        await using var reference = new InMemoryStore(time);
        var sqlite = SqliteStore.Open(folder.Path, time);
        try
        {
            var walk = new RandomCalls(new Random(seed), time);
            for (var step = 0; step < Steps; step++)
            {
                var (name, call) = walk.Next();
                var said = (Reference: await Answer(call, reference), Sqlite: await Answer(call, sqlite));
                walk.Saw(said.Reference.Leases);
                said.Sqlite.Text.ShouldBe(said.Reference.Text, $"seed {seed}, step {step}: {name}");

                if (step % 25 == 24)
                {
                    await sqlite.DisposeAsync();
                    sqlite = SqliteStore.Open(folder.Path, time);
                }

                (await Describe(sqlite)).ShouldBe(await Describe(reference), $"seed {seed}, step {step}: after {name}");
            }
        }
        finally
        {
            await sqlite.DisposeAsync();
        }
    }

    private static async Task<(string Text, IReadOnlyList<Lease> Leases)> Answer(RandomCalls.Call call, IStore store)
    {
        try
        {
            return await call(store);
        }
        catch (InvalidOperationException refused)
        {
            return (refused.Message, []);
        }
    }

    private static async Task<string> Describe(IStore store)
    {
        var text = new StringBuilder();
        foreach (var job in await store.ListJobsAsync())
        {
            var spend = job.Spend with { CostUsd = WithoutTrailingZeros(job.Spend.CostUsd), PossibleUsd = WithoutTrailingZeros(job.Spend.PossibleUsd) };
            text.AppendLine($"{job with { Spend = spend, ReservedUsd = WithoutTrailingZeros(job.ReservedUsd), Columns = [], LanesOut = [] }}");
            text.AppendLine($"  {string.Join(',', job.Columns)} {string.Join(',', job.LanesOut)} {await store.NextDueAsync(job.Id)}");
            await foreach (var row in store.ReadResultsAsync(job.Id, withBodies: true))
            {
                var cost = row.CostUsd is { } dollars ? WithoutTrailingZeros(dollars) : (decimal?)null;
                text.AppendLine($"  {row with { CostUsd = cost }} {Encoding.UTF8.GetString((row.Answer?.Body ?? default).Span)}");
            }
        }

        await DescribeMoneyAsync(store, text);
        foreach (var batch in await store.ListBatchesAsync())
        {
            text.AppendLine(RandomBatchCalls.Describe(batch));
            text.AppendLine($"  {string.Join(' ', await store.ReadBatchRowsAsync(batch.Id))}");
            text.AppendLine($"  {string.Join(' ', await store.ListAnomaliesAsync(batch.Id))}");
        }

        foreach (var schedule in await store.ListSchedulesAsync())
        {
            text.AppendLine($"{schedule with { Arguments = [] }}");
            foreach (var run in await store.ListRunsAsync(schedule.Id))
                text.AppendLine($"  {RandomScheduleCalls.Describe(run)}");
        }

        await foreach (var violation in store.CheckAsync())
            text.AppendLine(violation);
        return text.ToString();
    }

    private static async Task DescribeMoneyAsync(IStore store, StringBuilder text)
    {
        foreach (var job in await store.ListJobsAsync())
        {
            await foreach (var (row, number, result, attempt, possible) in store.ReadLedgerAsync(job.Id))
                text.AppendLine($"  {row} {number} {result} {Rounded(attempt.CostUsd)} {Rounded(attempt.LiveUsd)} {attempt.Model} {attempt.IsUncertain} {attempt.Batch} {attempt.Usage} {Rounded(possible)}");
        }

        foreach (var (payer, day, model, mode, sums) in await store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue))
        {
            text.AppendLine($"{payer.Job} {payer.Name} {payer.Provider} {string.Join(',', payer.Tags)} {day:O} {model} {mode} {sums.Attempts} {sums.Answers} {sums.Usage} "
                + $"{Rounded(sums.CostUsd)} {Rounded(sums.LiveUsd)} {Rounded(sums.WastedUsd)} {Rounded(sums.PossibleUsd)} {sums.Uncertain} {sums.Unpriced}");
        }

        foreach (var (budget, spent, possible, reserved) in await store.ReadStandingsAsync(RandomCalls.Budgets))
            text.AppendLine($"{budget} {Rounded(spent)} {Rounded(possible)} {Rounded(reserved)}");
    }

    private static decimal? Rounded(decimal? dollars) => dollars is { } known ? WithoutTrailingZeros(known) : null;

    private static decimal WithoutTrailingZeros(decimal value) => value / 1.0000000000000000000000000000m;
}

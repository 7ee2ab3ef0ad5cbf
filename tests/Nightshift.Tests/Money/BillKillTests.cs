using System.Security.Cryptography;
using System.Text;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Money;

/// <summary>
/// Live jobs and batches that are killed at random: what is booked is the bill less the calls that a kill cut off, and what may have been
/// charged besides is at least those.
/// </summary>
public sealed class BillKillTests(ITestOutputHelper output)
{
    private const int LiveRows = 1_500;
    private const int BatchRows = 1_000;

    [Fact]
    public async Task After_kills_the_ledger_is_the_bill_but_for_the_calls_that_they_cut_off()
    {
        var random = Seed.Random(output);
        using var folder = new TemporaryFolder();
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(25), BatchDelay = TimeSpan.FromSeconds(1) });
        var home = Directory.CreateDirectory(folder["home"]).FullName;
        folder.Write("home/nightshift.yaml", """
            providers: { openai: { batch: { protocol: openai, most_rows: 200, poll_seconds: 0.1, list_lag_seconds: 0.5 } } }
            prices: { openai/*: { input: 0.15, cached_input: 0.015, output: 0.6 } }
            """);
        var (kills, wanted, round) = (0, HowMany.Of(6, 30), 0);
        var commands = new[] { NewCommand(folder, provider, ++round, isBatch: false), NewCommand(folder, provider, ++round, isBatch: true) };
        while (kills < wanted)
        {
            var which = random.Next(2);
            await using var process = NightshiftProcess.Start(home, commands[which]);
            var before = Done(provider);
            while (Done(provider) < before + 20 && !process.HasExited)
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500)), TimeProvider.System, TestContext.Current.CancellationToken);
            if (process.HasExited)
            {
                commands[which] = NewCommand(folder, provider, ++round, isBatch: which == 1);
                continue;
            }

            process.Kill();
            await process.EndAsync();
            kills++;
        }

        (await NightshiftProcess.RunAsync(home, ["work"])).Code.ShouldBe(0);
        foreach (var command in commands)
            (await NightshiftProcess.RunAsync(home, command)).Code.ShouldBe(0);
        await CheckAsync(home, provider, kills);
    }

    private async Task CheckAsync(string home, SimulatorServer provider, int kills)
    {
        await using var store = SqliteStore.OpenReadOnly(home);
        var executed = provider.Ledger.Calls().Where(call => call.Usd > 0).GroupBy(call => call.PromptSha256!, StringComparer.Ordinal)
            .ToDictionary(calls => calls.Key, calls => (Count: calls.Count(), calls.First().Usd), StringComparer.Ordinal);
        var (cutOffUsd, cutOff, uncertain) = (0m, 0, 0);
        foreach (var job in await store.ListJobsAsync())
        {
            var prompts = await store.ReadResultsAsync(job.Id).ToDictionaryAsync(row => row.Id, row => Hash(row.Answer.ShouldNotBeNull().Output));
            var byRow = (await store.ReadLedgerAsync(job.Id).ToListAsync()).GroupBy(entry => entry.Row).ToDictionary(entries => entries.Key, entries => entries.ToList());
            foreach (var (row, entries) in byRow.Where(row => row.Value.Any(entry => entry.Attempt.Mode == AnswerMode.Live)))
            {
                var (calls, usd) = executed.GetValueOrDefault(prompts[row]);
                var (booked, unknown) = (entries.Count(entry => entry.Attempt.CostUsd > 0), entries.Count(entry => entry.Attempt.IsUncertain));
                calls.ShouldBeInRange(booked, booked + unknown, $"row {row}: a call is booked, or known to be unknown");
                (cutOff, cutOffUsd, uncertain) = (cutOff + calls - booked, cutOffUsd + ((calls - booked) * usd), uncertain + unknown);
            }
        }

        var sums = (await store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).Aggregate(default(SpendingSums), (sum, entry) => sum + entry.Sums);
        var bill = provider.Ledger.Totals.BillUsd;
        output.WriteLine($"{kills} kills: billed {bill}, booked {sums.CostUsd}, cut off {cutOffUsd} in {cutOff} calls of {uncertain} that were in flight, possible besides {sums.PossibleUsd}");
        sums.CostUsd.ShouldBe(bill - cutOffUsd);
        sums.Uncertain.ShouldBe(uncertain);
        cutOffUsd.ShouldBeLessThanOrEqualTo(sums.PossibleUsd);
        cutOff.ShouldBeGreaterThan(0, "the kills came while calls were in flight");
        provider.Ledger.Totals.Batches.Usd.ShouldBeGreaterThan(0);
        (await store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    private static long Done(SimulatorServer provider) => provider.Ledger.Totals is var totals ? totals.Executed + (20 * totals.Batches.Created) : 0;

    private static string Hash(string prompt) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));

    /// <summary>A job over rows that no other job has.</summary>
    private static string[] NewCommand(TemporaryFolder folder, SimulatorServer provider, int round, bool isBatch)
    {
        var csv = new StringBuilder("text\n");
        for (var row = 0; row < (isBatch ? BatchRows : LiveRows); row++)
            csv.Append($"round {round} row {row}\n");
        string[] how = isBatch ? ["--strategy", "cheapest"] : ["--concurrency", "16"];
        return
        [
            "run", folder.Write($"{round}.csv", csv.ToString()), "--prompt", "{{text}}", "--system", "Say again what you are told.", "--model", "openai/echo-cached",
            "--max-tokens", "50", "--base-url", $"{provider.BaseAddress}openai/v1", .. how,
        ];
    }
}

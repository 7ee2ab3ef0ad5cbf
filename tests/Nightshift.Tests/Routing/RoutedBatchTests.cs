using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Simulator;
using Nightshift.Tests.Batching;

namespace Nightshift.Tests.Routing;

/// <summary>Batches over several accounts, on a clock that jumps.</summary>
public sealed class RoutedBatchTests
{
    private const int Rows = 400;

    [Fact]
    public async Task Batches_are_spread_over_the_accounts_and_collected_from_those_that_have_them()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        await using var second = await SecondAsync(bench);
        var end = await bench.RunAsync(Request(bench));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).Count(row => row.State == RowState.Succeeded).ShouldBe(Rows);
        (bench.Provider.Ledger.Totals.Batches.ExecutedLines, second.Ledger.Totals.Batches.ExecutedLines).ShouldBe((200, 200));
        (await bench.BatchesAsync()).Select(batch => batch.Account.Split('#')[0]).ShouldBe(["a", "b", "a", "b"]);
    }

    [Fact]
    public async Task An_account_whose_key_is_refused_leaves_its_batches_to_the_other()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        await using var second = await SecondAsync(bench, keyOfSecond: "KEY_REVOKED_KEY");
        var end = await bench.RunAsync(Request(bench));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).Count(row => row.State == RowState.Succeeded).ShouldBe(Rows);
        (bench.Provider.Ledger.Totals.Batches.ExecutedLines, second.Ledger.Totals.Batches.ExecutedLines).ShouldBe((Rows, 0));
    }

    [Fact]
    public async Task Batches_at_an_account_that_goes_out_are_waited_for_by_a_pause_and_collected_when_it_is_back()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        await using var second = await SecondAsync(bench);
        var request = Request(bench);
        // All four batches are made; then nobody has the second account's key.
        while ((await bench.RunAsync(request, new RunControl { Once = true })).Ending == Ending.Interrupted && (await bench.BatchesAsync()).Any(batch => batch.State < BatchState.Submitted))
            bench.Time.Advance(TimeSpan.FromSeconds(30));
        var keys = bench.Catalog;
        bench.Catalog = RevokedAt(bench, second);
        var end = await bench.RunAsync(request);
        end.Ending.ShouldBe(Ending.Paused);
        end.Reason!.ShouldStartWith("batches are left at an account that is out: 127.0.0.1 refused the key");
        end.Job.Counts.Succeeded.ShouldBe(Rows / 2, "the other account's answers are in");

        bench.Catalog = keys;
        end = await bench.RunAsync(request);
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).Count(row => row.State == RowState.Succeeded).ShouldBe(Rows);
        (bench.Provider.Ledger.Totals.Batches.ExecutedLines, second.Ledger.Totals.Batches.ExecutedLines).ShouldBe((200, 200));
    }

    [Fact]
    public async Task Calls_in_stretches_collect_from_each_account()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        await using var second = await SecondAsync(bench);
        var request = Request(bench);
        JobEnd end;
        var turns = 0;
        do
        {
            end = await bench.RunAsync(request, new RunControl { Once = true });
            bench.Time.Advance(TimeSpan.FromMinutes(5));
        }
        while (end.Ending == Ending.Interrupted && ++turns < 50);
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        turns.ShouldBeGreaterThan(1, "nobody waited for a batch");
        (await bench.CheckAsync(end.Job.Id)).Count(row => row.State == RowState.Succeeded).ShouldBe(Rows);
        second.Ledger.Totals.Batches.ExecutedLines.ShouldBe(200);
    }

    private static JobRequest Request(BatchJobBench bench)
    {
        var request = bench.Request(Rows);
        return request with { Task = request.Task with { Model = RouteBench.Route }, BaseUrl = null };
    }

    /// <summary>A second account, and the route over both: a hundred rows a batch.</summary>
    private static async Task<SimulatorServer> SecondAsync(BatchJobBench bench, string keyOfSecond = "B_KEY")
    {
        var second = await SimulatorServer.StartAsync(new SimulatorOptions { BatchDelay = TimeSpan.FromMinutes(20) }, bench.Time, CancellationToken.None);
        bench.Catalog = CatalogOf(bench, second, keyOfSecond);
        return second;
    }

    private static ProviderCatalog RevokedAt(BatchJobBench bench, SimulatorServer second) => CatalogOf(bench, second, "KEY_REVOKED_KEY");

    private static ProviderCatalog CatalogOf(BatchJobBench bench, SimulatorServer second, string keyOfSecond) => RouteBench.CatalogOf(bench.Provider, second, provider => provider with
    {
        KeyVariable = provider.Name == "b" ? keyOfSecond : "A_KEY", Batch = provider.Batch! with { MostRows = 100 },
    });
}

using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
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

    [Fact]
    public async Task Batches_of_an_account_that_is_not_there_are_left_alone_and_said()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        await using var second = await SecondAsync(bench);
        var request = Request(bench);
        await MakeAsync(bench, request);
        var all = bench.Catalog;
        bench.Catalog = CatalogOf(bench, second, keyOfSecond: "NOT_SET");
        var end = await bench.RunAsync(request);
        end.Ending.ShouldBe(Ending.Paused);
        end.Reason.ShouldBe("batches are left at b, which the route does not have as things are; put it back, or set its key");
        end.Job.Counts.Succeeded.ShouldBe(Rows / 2, "the account that is there is not blamed for batches that it does not know");
        (await bench.BatchesAsync()).Where(batch => batch.Account.StartsWith("b#", StringComparison.Ordinal)).ShouldAllBe(batch => batch.State == BatchState.Submitted && batch.Tries == 0);

        bench.Catalog = all;
        end = await bench.RunAsync(request);
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).Count(row => row.State == RowState.Succeeded).ShouldBe(Rows);
        (bench.Provider.Ledger.Totals.Batches.ExecutedLines, second.Ledger.Totals.Batches.ExecutedLines).ShouldBe((200, 200));
    }

    [Fact]
    public async Task A_job_whose_only_account_with_batches_goes_out_says_so()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        await using var second = await SecondAsync(bench);
        bench.Catalog = WithoutBatchesAtB(bench, second, "A_KEY");
        var request = Request(bench) with { Strategy = Strategy.Deadline, Deadline = TimeSpan.FromHours(8) };
        await MakeAsync(bench, request);
        bench.Catalog = WithoutBatchesAtB(bench, second, "KEY_REVOKED_KEY");
        var end = await bench.RunAsync(request);
        end.Ending.ShouldBe(Ending.Paused);
        end.Reason!.ShouldStartWith("batches are left at an account that is out: 127.0.0.1 refused the key");
    }

    [Fact]
    public async Task A_job_does_not_wait_for_a_batch_that_its_rows_have_left_though_other_accounts_have_batches_too()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("batch-stuck:first=1,delay=20h"), FaultRule.Parse("cancel-slow:first=1,delay=30h")], idleStep: TimeSpan.FromSeconds(4));
        await using var second = await SecondAsync(bench);
        // One batch at each: with two, the one that is stuck need not be the one whose cancelling is slow.
        var end = await bench.RunAsync(Request(bench, rows: 200) with { Strategy = Strategy.Deadline, Deadline = TimeSpan.FromHours(3) });
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        bench.Time.Elapsed.ShouldBeLessThan(TimeSpan.FromHours(4), "it ends with its last row");
        (await bench.BatchesAsync()).Count(batch => batch is { State: BatchState.Submitted, FaultCode: Batch.LeftCode }).ShouldBe(1);
        await using var engine = await bench.OpenAsync();
        var left = (await engine.Store.ReadLedgerAsync(end.Job.Id).ToListAsync()).Select(entry => entry.Attempt).Where(attempt => attempt.Outcome == "left_batch").ToList();
        left.Count.ShouldBe(100);
        left.ShouldAllBe(attempt => attempt.Model == "a/echo", "what it may have cost is that account's");
    }

    [Fact]
    public async Task A_cancelled_job_does_not_wait_for_a_batch_that_its_rows_have_left()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("batch-stuck:first=1,delay=20h"), FaultRule.Parse("cancel-slow:first=1,delay=30h")], idleStep: TimeSpan.FromSeconds(4));
        var request = bench.Request(200, Strategy.Deadline) with { Deadline = TimeSpan.FromHours(5) };
        await using (var engine = await bench.OpenAsync())
        {
            var run = bench.WithClockAsync(engine.RunAsync(request with { Lane = request.Lane with { Rpm = 2 } }));
            while (!run.IsCompleted && !(await engine.Store.ListBatchesAsync()).Any(batch => batch.FaultCode == Batch.LeftCode))
                await Task.Yield();
            await engine.Store.CancelAsync((await engine.Store.ListJobsAsync())[0].Id);
            var end = await run;
            (end.Ending, end.IsOver).ShouldBe((Ending.Cancelled, true));
        }

        bench.Time.Elapsed.ShouldBeLessThan(TimeSpan.FromHours(6));
        (await bench.BatchesAsync()).ShouldHaveSingleItem().State.ShouldBe(BatchState.Submitted);
    }

    /// <summary>All batches are made, and nobody waits for them.</summary>
    private static async Task MakeAsync(BatchJobBench bench, JobRequest request)
    {
        while ((await bench.RunAsync(request, new RunControl { Once = true })).Ending == Ending.Interrupted && (await bench.BatchesAsync()).Any(batch => batch.State < BatchState.Submitted))
            bench.Time.Advance(TimeSpan.FromSeconds(30));
    }

    private static ProviderCatalog WithoutBatchesAtB(BatchJobBench bench, SimulatorServer second, string keyOfA) => RouteBench.CatalogOf(bench.Provider, second, provider => provider with
    {
        KeyVariable = provider.Name == "a" ? keyOfA : "B_KEY", Batch = provider.Name == "a" ? provider.Batch : null,
    });

    private static JobRequest Request(BatchJobBench bench, int rows = Rows)
    {
        var request = bench.Request(rows);
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

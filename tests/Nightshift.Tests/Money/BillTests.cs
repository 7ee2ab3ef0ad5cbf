using System.Text;
using Nightshift.Batching;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.Batching;

namespace Nightshift.Tests.Money;

/// <summary>Whatever becomes of the rows, the ledger comes to what the provider bills: to the picodollar.</summary>
public sealed class BillTests(ITestOutputHelper output)
{
    private static readonly TaskDefinition Task = new()
    {
        Model = "openai/echo-cached", System = "Say again what you are told, and nothing else.", Prompt = "{{text}}", MaxTokens = 20, RetryMaxTokens = 80,
    };

    [Fact]
    public async Task Live_calls_batches_retries_cancelled_expired_duplicate_and_cached_work_add_up_to_the_bill()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", new[]
        {
            "finish-length:rate=0.1", "finish-content-filter:rate=0.05", "429-rpm:rate=0.05,delay=1s", "500:rate=0.05",
            "batch-expired:first=1,share=0.5", "row-500:rate=0.05", "row-429:rate=0.05", "row-duplicate:rate=0.05",
        }.Select(FaultRule.Parse), new SimulatorOptions { BatchDelay = TimeSpan.FromHours(2) });
        bench.Prices = TestPrices.Simulated("openai");

        var live = await bench.RunAsync(Request(bench, "live", 400, Strategy.Fastest));
        var batches = await bench.RunAsync(Request(bench, "batch", 400, Strategy.Cheapest));
        var cached = await bench.RunAsync(Request(bench, "live", 400, Strategy.Fastest) with { Limit = 200 });
        var cancelled = await CancelHalfWayAsync(bench, Request(bench, "cancelled", 300, Strategy.Cheapest));

        var faults = bench.Provider.Ledger.Totals.Faults;
        new[] { "finish-length", "finish-content-filter", "429-rpm", "500", "batch-expired", "row-500", "row-429", "row-duplicate" }.ShouldAllBe(fault => faults.GetValueOrDefault(fault) > 0, "each fault has fired");
        cached.Job.Spend.Attempts.ShouldBeLessThan(100, "what was answered is not sent again");
        (cancelled.Counts.Cancelled > 0, cancelled.Counts.Succeeded > 0).ShouldBe((true, true), $"{cancelled.Counts}");
        await CheckAsync(bench, [live.Job, batches.Job, cached.Job, cancelled]);

        await using var engine = await bench.OpenAsync();
        var spending = await engine.Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue);
        spending.Select(entry => entry.Mode).Distinct().Order().ShouldBe([AnswerMode.Live, AnswerMode.Batch, AnswerMode.Duplicate, AnswerMode.Cache]);
        var all = spending.Aggregate(default(SpendingSums), (sum, entry) => sum + entry.Sums);
        all.Usage.CachedInputTokens.ShouldBeGreaterThan(0);
        all.WastedUsd.ShouldBeGreaterThan(0);
        all.Answers.ShouldBe(new[] { live.Job, batches.Job, cached.Job, cancelled }.Sum(job => job.Counts.Succeeded));
        all.LiveUsd.ShouldBeGreaterThan(all.CostUsd);
        all.Uncertain.ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_that_was_made_twice_is_booked_twice_and_the_second_is_deleted()
    {
        // The answer to the first creation is lost, and no list shows it for longer than any list lags: it is made again.
        await using var bench = await BatchJobBench.CreateAsync(
            "openai", new[] { "execute-then-reset:call=create,first=1", "batch-hidden:nth=1,delay=1h" }.Select(FaultRule.Parse), new SimulatorOptions { BatchDelay = TimeSpan.FromHours(2) });
        bench.Prices = TestPrices.Simulated("openai");
        var end = await bench.RunAsync(bench.Request(50));

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        bench.Provider.Ledger.Batches().Count.ShouldBe(2, "there is no other way to make it");
        bench.Provider.Ledger.Totals.Batches.ExecutedLines.ShouldBeGreaterThan(50);
        await CheckAsync(bench, [end.Job]);
        await using var engine = await bench.OpenAsync();
        var twice = await engine.Store.ReadLedgerAsync(end.Job.Id).Where(entry => entry.Attempt.Outcome == BatchTwins.Outcome).ToListAsync();
        twice.Count.ShouldBe((int)bench.Provider.Ledger.Totals.Batches.ExecutedLines - 50);
        twice.ShouldAllBe(entry => entry.Result == SettleResult.Stale && entry.Attempt.Batch != null);
        bench.Files().ShouldBeEmpty("nothing of ours stays at the provider");
    }

    [Fact]
    public async Task A_call_whose_answer_is_lost_may_have_cost_what_was_set_aside_for_it()
    {
        await using var bench = await BatchJobBench.CreateAsync(
            "openai", new[] { "execute-then-reset:rate=0.2", "execute-then-garbage:rate=0.2" }.Select(FaultRule.Parse));
        bench.Prices = TestPrices.Simulated("openai");
        var end = await bench.RunAsync(Request(bench, "lost", 200, Strategy.Fastest));

        var bill = bench.Provider.Ledger.Totals.BillUsd;
        var spend = end.Job.Spend;
        output.WriteLine($"billed {bill}, booked {spend.CostUsd}, possible besides {spend.PossibleUsd}");
        spend.CostUsd.ShouldBeLessThan(bill);
        (spend.CostUsd + spend.PossibleUsd).ShouldBeGreaterThan(bill);
        await using var engine = await bench.OpenAsync();
        var uncertain = await engine.Store.ReadLedgerAsync(end.Job.Id).CountAsync(entry => entry.Attempt.IsUncertain);
        var totals = bench.Provider.Ledger.Totals;
        uncertain.ShouldBe((int)(totals.Faults["execute-then-reset"] + totals.Faults["execute-then-garbage"]));
    }

    private async Task CheckAsync(BatchJobBench bench, IReadOnlyList<Job> jobs)
    {
        var bill = bench.Provider.Ledger.Totals.BillUsd;
        await using var engine = await bench.OpenAsync();
        var (booked, inLedger) = (0m, 0m);
        foreach (var job in jobs)
        {
            booked += (await engine.Store.FindJobAsync(job.Id))!.Spend.CostUsd;
            await foreach (var entry in engine.Store.ReadLedgerAsync(job.Id))
                inLedger += entry.Attempt.CostUsd ?? 0;
        }

        var byDay = (await engine.Store.ReadSpendingAsync(DateOnly.MinValue, DateOnly.MaxValue)).Sum(entry => entry.Sums.CostUsd);
        output.WriteLine($"billed {bill}, booked {booked}, in the ledger {inLedger}, by day {byDay}");
        (booked, inLedger, byDay).ShouldBe((bill, bill, bill));
        bill.ShouldBeGreaterThan(0);
        (await engine.Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    private static async Task<Job> CancelHalfWayAsync(BatchJobBench bench, JobRequest request)
    {
        var job = (await bench.RunAsync(request, new RunControl { Once = true })).Job;
        while ((await bench.BatchesAsync())[^1].State != BatchState.Submitted)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(1));
            await bench.RunAsync(request, new RunControl { Once = true });
        }

        bench.Time.Advance(TimeSpan.FromHours(1));
        await using var engine = await bench.OpenAsync();
        await engine.Store.CancelAsync(job.Id);
        return (await bench.WithClockAsync(engine.CarryOnAsync(job.Id))).Job;
    }

    /// <summary>Rows of which each tenth asks what one before has asked.</summary>
    private static JobRequest Request(BatchJobBench bench, string name, int rows, Strategy strategy)
    {
        var csv = new StringBuilder("text\n");
        for (var row = 0; row < rows; row++)
            csv.Append($"{name} row {(row % 10 == 9 ? row - 1 : row)}\n");
        return bench.Request(1, strategy) with { Input = new InputSource(bench.Write($"{name}.csv", csv.ToString())), Task = Task };
    }
}

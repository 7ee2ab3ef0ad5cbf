using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Tests.Batching;

namespace Nightshift.Tests.Money;

/// <summary>Batches under budgets: a batch holds what there is room for, the next one comes when that is settled.</summary>
public sealed class BatchBudgetTests(ITestOutputHelper output)
{
    private const int Rows = 400;
    private const decimal Rate = 5_000;

    [Fact]
    public async Task Batches_are_filled_as_far_as_the_budget_goes_and_the_job_stops_below_it()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        bench.Prices = TestPrices.Of(Rate, Rate, "openai");
        var end = await bench.RunAsync(Request(bench) with { MaxCostUsd = 5 });

        (end.Ending, end.Cause).ShouldBe((Ending.Paused, PauseCause.Budget));
        var bill = Bill(bench);
        output.WriteLine($"billed {bill} in {bench.Provider.Ledger.Batches().Count} batches, {end.Job.Counts.Succeeded} of {Rows} rows");
        end.Job.Spend.CostUsd.ShouldBe(bill);
        bill.ShouldBeInRange(4.5m, 5m);
        bench.Provider.Ledger.Batches().Count.ShouldBeInRange(2, 15, "the first took less than was set aside for it, and the last is not a single row");
        end.Job.ReservedUsd.ShouldBe(0);

        var rest = await bench.RunAsync(Request(bench) with { MaxCostUsd = 100 });
        (rest.Ending, rest.Job.Counts.Succeeded, rest.Job.Spend.CostUsd).ShouldBe((Ending.Finished, Rows, Bill(bench)));
        bench.Provider.Ledger.Totals.Batches.ExecutedLines.ShouldBe(Rows);
    }

    [Fact]
    public async Task After_a_sample_a_batch_is_as_large_as_its_answers_will_cost_and_not_as_they_could()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        bench.Prices = TestPrices.Of(Rate, Rate, "openai");
        await bench.RunAsync(Request(bench, Strategy.Fastest) with { Sample = new Sampling(40, Rows) });
        var before = bench.Provider.Ledger.Totals.BillUsd;
        before.ShouldBeGreaterThan(0);

        // All rows together come to some $20; with a limit of 100 tokens each they could come to $150.
        var end = await bench.RunAsync(Request(bench) with { MaxCostUsd = 50 });
        end.Ending.ShouldBe(Ending.Finished);
        bench.Provider.Ledger.Batches().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_budget_that_has_room_for_no_row_stops_before_anything_is_uploaded()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        bench.Prices = TestPrices.Of(Rate, Rate, "openai");
        var end = await bench.RunAsync(Request(bench) with { MaxCostUsd = 0.01m });
        (end.Ending, end.Cause, end.Job.Spend.Attempts).ShouldBe((Ending.Paused, PauseCause.Budget, 0));
        bench.Files().ShouldBeEmpty();
        (end.Job.Counts.Pending, end.Job.Counts.Claimed).ShouldBe((Rows, 0));
    }

    private static JobRequest Request(BatchJobBench bench, Strategy strategy = Strategy.Cheapest) => bench.Request(Rows, strategy);

    private static decimal Bill(BatchJobBench bench)
    {
        var batches = bench.Provider.Ledger.Totals.Batches;
        return (batches.InputTokens + batches.OutputTokens) * Rate / 2 / 1_000_000;
    }
}

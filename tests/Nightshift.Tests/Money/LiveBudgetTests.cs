using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Planning;
using Nightshift.Pricing;
using Nightshift.Simulator;
using Nightshift.Tests.Engine;

namespace Nightshift.Tests.Money;

/// <summary>Live calls under budgets: what is set aside before a call never lets the bill go over.</summary>
public sealed class LiveBudgetTests(ITestOutputHelper output)
{
    private const int Rows = 1_000;

    /// <summary>Each row asks for 15 tokens or so and gets 5: at $2,500 per million tokens in and out it costs 5 cents.</summary>
    private const decimal Rate = 2_500;

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public async Task A_budget_of_5_dollars_on_a_job_of_50_stops_within_what_was_set_aside_for_calls_in_flight(int concurrency)
    {
        await using var bench = await BenchAsync();
        await using var engine = await bench.OpenAsync();
        var request = Request(bench, concurrency);
        var end = await engine.RunAsync(request with { MaxCostUsd = 5 });

        (end.Ending, end.Cause).ShouldBe((Ending.Paused, PauseCause.Budget));
        end.Reason!.ShouldStartWith("the job's budget of $5.00 has no room for the next call: $4.");
        var bill = Bill(bench);
        output.WriteLine($"{concurrency} at once: billed {bill}, booked {end.Job.Spend.CostUsd}, {end.Job.Counts.Succeeded} of {Rows} rows");
        end.Job.Spend.CostUsd.ShouldBe(bill);
        bill.ShouldBeInRange(4.75m, 5m, "what one call may cost at the most is less than a quarter of a dollar, and nothing is set aside at the end");
        (end.Job.ReservedUsd, end.Job.Counts.Sent, end.Job.Counts.Claimed).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task A_raised_budget_goes_on_where_it_stopped_and_pays_nothing_twice()
    {
        await using var bench = await BenchAsync();
        await using var engine = await bench.OpenAsync();
        var request = Request(bench, concurrency: 16);
        var first = await engine.RunAsync(request with { MaxCostUsd = 5 });
        var again = await engine.RunAsync(request with { MaxCostUsd = 5 });
        (again.Cause, again.Job.Spend.Attempts).ShouldBe((PauseCause.Budget, first.Job.Spend.Attempts), "nothing was sent");

        var end = await engine.RunAsync(request with { MaxCostUsd = 500 });
        (end.Ending, end.Job.Counts.Succeeded).ShouldBe((Ending.Finished, Rows));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(Rows);
        end.Job.Spend.CostUsd.ShouldBe(Bill(bench));
    }

    [Fact]
    public async Task A_request_without_a_limit_of_its_own_may_overshoot_by_no_more_than_what_is_in_flight()
    {
        await using var bench = await BenchAsync();
        await using var engine = await bench.OpenAsync();
        var request = Request(bench, concurrency: 8);
        var end = await engine.RunAsync(request with { MaxCostUsd = 10, Task = request.Task with { MaxTokens = null } });

        end.Cause.ShouldBe(PauseCause.Budget);
        var bill = Bill(bench);
        output.WriteLine($"billed {bill}, {end.Job.Counts.Succeeded} of {Rows} rows");
        end.Job.Spend.CostUsd.ShouldBe(bill);
        bill.ShouldBeLessThan(10);
        bill.ShouldBeGreaterThan(9, "the answers that came tell what the next may cost");
    }

    [Fact]
    public async Task Two_jobs_share_a_budget_of_their_provider_or_tag()
    {
        await using var bench = await BenchAsync();
        bench.Budgets = [new Budget(6) { Provider = "openai", Period = BudgetPeriod.Day }, new Budget(4) { Tag = "nightly" }];
        await using var engine = await bench.OpenAsync();
        var (one, other) = (Request(bench, 8, "one") with { Tags = ["nightly"] }, Request(bench, 8, "other") with { Tags = ["weekly"] });
        var ends = await Task.WhenAll(engine.RunAsync(one), engine.RunAsync(other));

        ends.ShouldAllBe(end => end.Cause == PauseCause.Budget);
        ends.Sum(end => end.Job.Spend.CostUsd).ShouldBe(Bill(bench));
        Bill(bench).ShouldBeInRange(5.75m, 6m);
        ends[0].Job.Spend.CostUsd.ShouldBeLessThanOrEqualTo(4);
        (await engine.RunAsync(other)).Reason!.ShouldStartWith("the budget of $6.00 a day for openai has no room for the next call: $5.");
    }

    [Fact]
    public async Task A_model_without_a_price_is_refused_under_a_budget_before_anything_is_taken_in()
    {
        await using var bench = await BenchAsync();
        bench.Prices = PriceBook.Default;
        await using var engine = await bench.OpenAsync();
        var refusal = await Should.ThrowAsync<TaskException>(() => engine.RunAsync(Request(bench, 8) with { MaxCostUsd = 5 }));
        refusal.Message.ShouldBe("openai/echo has no price (live), so that no budget can be held for it; give it one under prices: in nightshift.yaml, such as openai/echo: { input: 0.75, output: 4.5 }, or leave --max-cost out");
        (await engine.Store.ListJobsAsync()).ShouldBeEmpty();
        (await engine.RunAsync(Request(bench, 8) with { Limit = 3 })).Ending.ShouldBe(Ending.Finished);
    }

    private static async Task<EngineBench> BenchAsync()
    {
        var bench = await EngineBench.CreateAsync(new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(5) });
        bench.Prices = TestPrices.Of(Rate, Rate, "openai");
        return bench;
    }

    private static JobRequest Request(EngineBench bench, int concurrency, string name = "row")
    {
        var request = bench.Request(Enumerable.Range(0, Rows).Select(row => $"{name} number {row:0000}"), new TaskDefinition { Model = "openai/echo", Prompt = "{{text}}", MaxTokens = 16 });
        return request with { Lane = request.Lane with { Concurrency = concurrency } };
    }

    private static decimal Bill(EngineBench bench)
    {
        var totals = bench.Provider.Ledger.Totals;
        return (totals.InputTokens + totals.OutputTokens) * Rate / 1_000_000;
    }
}

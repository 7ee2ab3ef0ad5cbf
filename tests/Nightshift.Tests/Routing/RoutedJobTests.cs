using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.Batching;

namespace Nightshift.Tests.Routing;

/// <summary>Jobs that mix live calls and batches, at a simulated provider, on a clock that jumps.</summary>
public sealed class RoutedJobTests(ITestOutputHelper output)
{
    private const int Rows = 200;

    [Fact]
    public async Task A_deadline_that_batches_can_keep_is_kept_without_a_live_call()
    {
        await using var bench = await BenchAsync();
        var end = await RunAsync(bench, TimeSpan.FromHours(6));
        (end.Job.FinishedAt - end.Job.CreatedAt)!.Value.ShouldBeLessThan(TimeSpan.FromHours(1));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(0);
        bench.Provider.Ledger.Totals.Batches.ExecutedLines.ShouldBe(Rows);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task What_a_slow_batch_does_not_give_back_in_time_is_sent_live_and_nothing_is_paid_twice(string dialect)
    {
        await using var bench = await BenchAsync(dialect, isExact: true, "batch-stuck:first=1,delay=20h");
        var end = await RunAsync(bench, TimeSpan.FromHours(3));

        var took = (end.Job.FinishedAt - end.Job.CreatedAt)!.Value;
        var totals = bench.Provider.Ledger.Totals;
        output.WriteLine($"took {took}, {totals.Batches.ExecutedLines} rows in batches, {totals.Executed} live");
        took.ShouldBeInRange(TimeSpan.FromHours(2), TimeSpan.FromHours(3), "at the last moment, and in time");
        end.Job.Route.ShouldNotBeNull("why is for everybody to read");
        totals.Executed.ShouldBeGreaterThan(0);
        (totals.Executed + totals.Batches.ExecutedLines).ShouldBe(Rows);
        bench.Provider.Ledger.Batches().ShouldHaveSingleItem().CancelAsked.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_batch_that_does_not_even_come_back_when_it_is_cancelled_is_left_and_the_deadline_kept(string dialect)
    {
        await using var bench = await BenchAsync(dialect, isExact: true, "batch-stuck:first=1,delay=20h", "cancel-slow:first=1,delay=30h");
        var end = await bench.RunAsync(bench.Request(Rows, Strategy.Deadline) with { Deadline = TimeSpan.FromHours(3) });
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var took = (end.Job.FinishedAt - end.Job.CreatedAt)!.Value;
        output.WriteLine($"took {took}, {bench.Provider.Ledger.Totals.Executed} live");
        took.ShouldBeInRange(TimeSpan.FromHours(2.5), TimeSpan.FromHours(3));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(Rows, "each row, whatever the batch had done of it");
        (await bench.BatchesAsync()).ShouldHaveSingleItem().FaultCode.ShouldBe(Batch.LeftCode);

        // A day later it has come back: what it cost is booked, nothing else changes, and nothing of it stays there.
        bench.Time.Advance(TimeSpan.FromHours(31));
        await using (var engine = await bench.OpenAsync())
        {
            await bench.WithClockAsync(LookAfterAsync(engine));
            await bench.WithClockAsync(LookAfterAsync(engine));
        }

        async Task<bool> LookAfterAsync(NightshiftEngine engine)
        {
            await engine.LookAfterAsync(end.Job.Id);
            return true;
        }

        (await bench.BatchesAsync()).ShouldHaveSingleItem().State.ShouldBe(BatchState.Cleaned);
        (await bench.CheckAsync(end.Job.Id)).ShouldAllBe(row => row.Mode == AnswerMode.Live);
        var late = bench.Provider.Ledger.Totals.Batches.ExecutedLines;
        late.ShouldBeGreaterThan(0);
        await using var opened = await bench.OpenAsync();
        var attempts = (await opened.Store.ReadLedgerAsync(end.Job.Id).ToListAsync()).Select(entry => entry.Attempt).ToList();
        attempts.Count(attempt => attempt is { Mode: AnswerMode.Batch, Usage: not null }).ShouldBe((int)late, "what is paid for is in the ledger");
        attempts.Count(attempt => attempt.Outcome == "left_batch").ShouldBe(Rows);
    }

    [Fact]
    public async Task Calls_now_and_then_leave_a_batch_that_does_not_come_back_too()
    {
        await using var bench = await BenchAsync("openai", isExact: true, "batch-stuck:first=1,delay=20h", "cancel-slow:first=1,delay=30h");
        var request = bench.Request(Rows, Strategy.Deadline) with { Deadline = TimeSpan.FromHours(3) };
        JobEnd end;
        do
        {
            end = await bench.RunAsync(request, new RunControl { Once = true });
            bench.Time.Advance(TimeSpan.FromMinutes(1));
        }
        while (end.Ending == Ending.Interrupted && bench.Time.Elapsed < TimeSpan.FromHours(4));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (end.Job.FinishedAt - end.Job.CreatedAt)!.Value.ShouldBeLessThan(TimeSpan.FromHours(3));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(Rows);
    }

    [Fact]
    public async Task What_comes_of_a_batch_after_its_rows_have_left_it_is_kept_for_those_that_still_wait()
    {
        // Two live calls a minute: an hour and a half for two hundred. The batch, called back, comes half an hour too late.
        await using var bench = await BenchAsync("openai", isExact: true, "batch-stuck:first=1,delay=5h", "cancel-slow:first=1,delay=30m");
        var request = bench.Request(Rows, Strategy.Deadline);
        var end = await bench.RunAsync(request with { Deadline = TimeSpan.FromHours(5), Lane = request.Lane with { Rpm = 2 } });
        await CheckAsync(bench, end);
        var totals = bench.Provider.Ledger.Totals;
        output.WriteLine($"took {end.Job.FinishedAt - end.Job.CreatedAt}, {totals.Batches.ExecutedLines} rows in batches, {totals.Executed} live");
        (end.Job.FinishedAt - end.Job.CreatedAt)!.Value.ShouldBeLessThan(TimeSpan.FromHours(5));
        totals.Batches.ExecutedLines.ShouldBeGreaterThan(0);
        totals.Executed.ShouldBeLessThan(Rows, "the rows that still waited took what had been paid for");
        (totals.Executed + totals.Batches.ExecutedLines - Rows).ShouldBeInRange(0, 40, "only what had been sent by then is paid twice");
    }

    [Fact]
    public async Task A_deadline_that_no_batch_can_keep_is_met_live()
    {
        await using var bench = await BenchAsync(isExact: true);
        var end = await RunAsync(bench, TimeSpan.FromMinutes(10));
        (end.Job.FinishedAt - end.Job.CreatedAt)!.Value.ShouldBeLessThan(TimeSpan.FromMinutes(10));
        bench.Provider.Ledger.Totals.Executed.ShouldBe(Rows);
        bench.Provider.Ledger.Batches().ShouldBeEmpty();
    }

    [Fact]
    public async Task Hybrid_sends_live_what_the_limits_let_through_and_the_rest_in_batches()
    {
        await using var bench = await BenchAsync();
        var request = bench.Request(Rows, Strategy.Hybrid);
        var end = await bench.RunAsync(request with { Lane = request.Lane with { Rpm = 2 } });
        await CheckAsync(bench, end);
        var totals = bench.Provider.Ledger.Totals;
        output.WriteLine($"{totals.Batches.ExecutedLines} rows in batches, {totals.Executed} live");
        totals.Executed.ShouldBeInRange(20, 150);
        (totals.Executed + totals.Batches.ExecutedLines).ShouldBe(Rows);
    }

    [Fact]
    public async Task Hybrid_loses_nothing_and_pays_nothing_twice_in_a_storm_of_429()
    {
        await using var bench = await BenchAsync("openai", isExact: false, "429-rpm:rate=0.5,delay=20s", "row-429:rate=0.1");
        var request = bench.Request(Rows, Strategy.Hybrid);
        var end = await bench.RunAsync(request with { Lane = request.Lane with { Rpm = 2 } });
        // Half of the deletions are turned away as well: what is left is for `nightshift clean`.
        await CheckAsync(bench, end, isClean: false);
        var totals = bench.Provider.Ledger.Totals;
        output.WriteLine($"{totals.Batches.ExecutedLines} rows in batches, {totals.Executed} live, {totals.Faults["429-rpm"]} turned away");
        (totals.Executed + totals.Batches.ExecutedLines).ShouldBe(Rows);
        totals.Faults["429-rpm"].ShouldBeGreaterThan(0);
    }

    private static async Task<BatchJobBench> BenchAsync(string dialect = "openai", bool isExact = false, params string[] faults) =>
        await BatchJobBench.CreateAsync(dialect, faults.Select(FaultRule.Parse), new SimulatorOptions { BatchDelay = TimeSpan.FromMinutes(20) }, idleStep: isExact ? TimeSpan.FromSeconds(4) : null);

    private static async Task<JobEnd> RunAsync(BatchJobBench bench, TimeSpan deadline)
    {
        var end = await bench.RunAsync(bench.Request(Rows, Strategy.Deadline) with { Deadline = deadline });
        await CheckAsync(bench, end);
        return end;
    }

    private static async Task CheckAsync(BatchJobBench bench, JobEnd end, bool isClean = true)
    {
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id, isClean)).Count(row => row.State == RowState.Succeeded).ShouldBe(Rows);
    }
}

using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Tests.Batching;

/// <summary>The whole way of a job through a provider's batch API.</summary>
public sealed class BatchJobTests
{
    public static TheoryData<string> Dialects => [.. Dialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_job_goes_through_three_batches_and_comes_back_complete_and_in_order(string dialect)
    {
        await using var bench = await BatchJobBench.CreateAsync(dialect);
        bench.Terms = terms => terms with { MostRows = 20 };
        var end = await bench.RunAsync(bench.Request(rows: 50));

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await bench.CheckAsync(end.Job.Id);
        rows.Select(row => row.Answer?.Output).ShouldBe(Enumerable.Range(0, 50).Select(BatchJobBench.Text));
        rows.ShouldAllBe(row => row.Mode == AnswerMode.Batch && row.Usage.OutputTokens > 0);
        bench.Provider.Ledger.Batches().Count.ShouldBe(3);
        (await bench.BatchesAsync()).ShouldAllBe(batch => batch.State == BatchState.Cleaned);
    }

    [Fact]
    public async Task What_batches_left_behind_is_kept_at_the_provider_when_that_is_wished()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var end = await bench.RunAsync(bench.Request(rows: 5) with { KeepRemote = true });
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        bench.Provider.Ledger.Files().ShouldAllBe(file => file.Deleted == null);
        bench.Provider.Ledger.Files().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_provider_is_looked_at_after_a_while_and_then_more_and_more_seldom()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", options: new() { BatchDelay = TimeSpan.FromHours(10) });
        var end = await bench.RunAsync(bench.Request(rows: 5));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        bench.Provider.Ledger.Batches().Single().Polls.ShouldBeInRange(60, 100);
    }

    [Fact]
    public async Task Once_goes_as_far_as_it_can_without_waiting()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var request = bench.Request(rows: 5);
        var first = await bench.RunAsync(request, new RunControl { Once = true });
        first.Ending.ShouldBe(Ending.Interrupted);
        first.Job.Counts.Sent.ShouldBe(5);
        bench.Provider.Ledger.Batches().Count.ShouldBe(1);

        bench.Time.Advance(TimeSpan.FromHours(1));
        var second = await bench.RunAsync(request, new RunControl { Once = true });
        second.Ending.ShouldBe(Ending.Finished, second.Reason);
        await bench.CheckAsync(second.Job.Id);
        bench.Provider.Ledger.Batches().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_crash_kept_from_being_cleaned_is_cleaned_when_the_finished_job_is_run_again()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        var request = bench.Request(rows: 5);
        // As a crash between the last verdict and the cleaning leaves it.
        await bench.RunAsync(request with { KeepRemote = true });
        (await bench.BatchesAsync()).Single().State.ShouldBe(BatchState.Ingested);

        var end = await bench.RunAsync(request);
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        await bench.CheckAsync(end.Job.Id);
        (await bench.BatchesAsync()).Single().State.ShouldBe(BatchState.Cleaned);
    }

    [Fact]
    public async Task A_job_with_batches_under_way_goes_on_live_and_collects_what_was_paid()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai");
        bench.Terms = terms => terms with { MostRows = 5, EnqueuedRows = 5 };
        var request = bench.Request(rows: 12);
        (await bench.RunAsync(request, new RunControl { Once = true })).Job.Counts.Sent.ShouldBe(5);

        var end = await bench.RunAsync(request with { Strategy = Strategy.Fastest });
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await bench.CheckAsync(end.Job.Id);
        rows.Count(row => row.Mode == AnswerMode.Batch).ShouldBe(5);
        rows.Count(row => row.Mode == AnswerMode.Live).ShouldBe(7);
        bench.Provider.Ledger.Totals.Executed.ShouldBe(7);
    }
}

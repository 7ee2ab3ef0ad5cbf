using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Batching;

/// <summary>Cancelling a job cancels its batches, and what the provider did by then is kept and booked.</summary>
public sealed class CancelTests
{
    public static TheoryData<string> Dialects => [.. Dialect.All.Select(dialect => dialect.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_cancelled_job_cancels_its_batches_and_keeps_what_was_done(string dialect)
    {
        await using var bench = await BatchJobBench.CreateAsync(dialect, options: new() { BatchDelay = TimeSpan.FromHours(2) });
        var request = bench.Request(rows: 40);
        (await bench.RunAsync(request, new RunControl { Once = true })).Job.Counts.Sent.ShouldBe(40);
        bench.Time.Advance(TimeSpan.FromHours(1));

        await using (var engine = await bench.OpenAsync())
        {
            var job = (await engine.Store.ListJobsAsync()).Single();
            await engine.Store.CancelAsync(job.Id);
            var end = await bench.WithClockAsync(engine.CarryOnAsync(job.Id));
            end.Ending.ShouldBe(Ending.Cancelled);
        }

        var rows = await bench.CheckAsync((await JobAsync(bench)).Id);
        rows.ShouldAllBe(row => row.State == RowState.Succeeded || row.State == RowState.Cancelled);
        var billed = bench.Provider.Ledger.Batches().Single();
        billed.CancelAsked.ShouldNotBeNull();
        rows.Count(row => row.State == RowState.Succeeded).ShouldBe(billed.ExecutedLines);
    }

    [Fact]
    public async Task A_cancelling_that_is_refused_is_asked_for_again_with_the_next_looks()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("503:call=cancel,first=3")], new() { BatchDelay = TimeSpan.FromHours(5) });
        var job = (await bench.RunAsync(bench.Request(rows: 5), new RunControl { Once = true })).Job.Id;
        await using (var engine = await bench.OpenAsync())
        {
            await engine.Store.CancelAsync(job);
            (await bench.WithClockAsync(engine.CarryOnAsync(job))).Ending.ShouldBe(Ending.Cancelled);
        }

        var batch = bench.Provider.Ledger.Batches().ShouldHaveSingleItem();
        batch.CancelAsked.ShouldNotBeNull();
        bench.Provider.Ledger.Totals.Faults["503"].ShouldBe(3);
        batch.Polls.ShouldBeInRange(4, 60, "refused or not, nobody is asked more often than usual");
    }

    [Fact]
    public async Task A_batch_that_is_not_made_yet_is_never_made()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("503:call=create,first=1")]);
        var request = bench.Request(rows: 5);
        await bench.RunAsync(request, new RunControl { Once = true });
        await using (var engine = await bench.OpenAsync())
        {
            var job = (await engine.Store.ListJobsAsync()).Single();
            await engine.Store.CancelAsync(job.Id);
            (await bench.WithClockAsync(engine.CarryOnAsync(job.Id))).Ending.ShouldBe(Ending.Cancelled);
        }

        bench.Provider.Ledger.Batches().ShouldBeEmpty();
        (await bench.CheckAsync((await JobAsync(bench)).Id)).ShouldAllBe(row => row.State == RowState.Cancelled);
    }

    private static async Task<Job> JobAsync(BatchJobBench bench)
    {
        await using var engine = await bench.OpenAsync();
        return (await engine.Store.ListJobsAsync()).Single();
    }
}

using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Batching;

/// <summary>A batch whose time is up holds work that was done and paid: it is kept, and only the rest goes out again.</summary>
public sealed class ExpiryTests
{
    [Theory]
    [InlineData("openai", 0)]
    [InlineData("openai", 0.01)]
    [InlineData("openai", 0.5)]
    [InlineData("openai", 0.99)]
    [InlineData("anthropic", 0)]
    [InlineData("anthropic", 0.01)]
    [InlineData("anthropic", 0.5)]
    [InlineData("anthropic", 0.99)]
    [InlineData("mistral", 0.5)]
    [InlineData("together", 0.5)]
    [InlineData("gemini", 0.5)]
    public async Task What_was_done_is_kept_and_the_rest_is_sent_again(string dialect, double share)
    {
        await using var bench = await BatchJobBench.CreateAsync(dialect, [new FaultRule { Fault = "batch-expired", First = 1, Share = share }]);
        var end = await bench.RunAsync(bench.Request(rows: 200));

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await bench.CheckAsync(end.Job.Id);
        rows.ShouldAllBe(row => row.State == RowState.Succeeded);
        bench.Provider.Ledger.Totals.Faults["batch-expired"].ShouldBe(1);
        bench.Provider.Ledger.ExecutedLines().Values.Sum().ShouldBe(200, "no row is paid twice");
        var batches = bench.Provider.Ledger.Batches();
        batches.Count.ShouldBe(2);
        batches[1].Lines.ShouldBe(200 - batches[0].ExecutedLines);
    }

    [Fact]
    public async Task A_row_whose_batches_always_expire_ends_as_expired_and_can_be_retried()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [new FaultRule { Fault = "batch-expired", First = 3, Share = 0 }]);
        var request = bench.Request(rows: 10);
        var end = await bench.RunAsync(request);

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await bench.CheckAsync(end.Job.Id);
        rows.ShouldAllBe(row => row.State == RowState.Expired && row.ErrorCode == "expired");
        bench.Provider.Ledger.Batches().Count.ShouldBe(3);

        await using (var engine = await bench.OpenAsync())
        {
            (await engine.RetryFailedAsync(end.Job.Id)).ShouldBe(10);
            await bench.WithClockAsync(engine.CarryOnAsync(end.Job.Id));
        }

        (await bench.CheckAsync(end.Job.Id)).ShouldAllBe(row => row.State == RowState.Succeeded);
    }
}

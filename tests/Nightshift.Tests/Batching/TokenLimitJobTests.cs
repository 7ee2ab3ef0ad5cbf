using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Batching;

/// <summary>An account's queue takes only so many tokens: batches are made as they fit, and a refusal costs no row an attempt.</summary>
public sealed class TokenLimitJobTests
{
    [Fact]
    public async Task A_limit_that_is_known_is_never_hit()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", options: new SimulatorOptions { BatchDelay = TimeSpan.FromMinutes(20), EnqueuedTokens = 3_000 });
        bench.Terms = terms => terms with { EnqueuedTokens = 1_500 };
        var end = await bench.RunAsync(bench.Request(rows: 200));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).ShouldAllBe(row => row.State == RowState.Succeeded && row.Attempts == 1);
        (await bench.BatchesAsync()).ShouldAllBe(batch => batch.FaultCode == null);
        bench.Provider.Ledger.Batches().Count.ShouldBeGreaterThan(1);
    }

    [Theory]
    [InlineData("openai", "batch-token-limit:first=2")]
    [InlineData("azure", "batch-token-limit-at-create:first=2")]
    public async Task After_a_refusal_half_as_much_is_sent_later_and_no_row_is_charged_with_it(string dialect, string fault)
    {
        await using var bench = await BatchJobBench.CreateAsync(dialect, [FaultRule.Parse(fault)]);
        var end = await bench.RunAsync(bench.Request(rows: 80));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).ShouldAllBe(row => row.State == RowState.Succeeded && row.Attempts == 1);

        var batches = await bench.BatchesAsync();
        batches.Count(batch => batch.FaultCode == "token_limit").ShouldBe(2);
        batches[0].Rows.ShouldBe(80);
        batches[1].Rows.ShouldBeInRange(36, 44, "half as much");
        batches[1].SealedAt.ShouldBeGreaterThanOrEqualTo(batches[0].EndedAt!.Value + TimeSpan.FromMinutes(5));
        batches[2].Rows.ShouldBeInRange(16, 24, "half as much again");
        batches[2].SealedAt.ShouldBeGreaterThanOrEqualTo(batches[1].EndedAt!.Value + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task A_large_batch_that_google_refuses_three_times_for_some_quota_is_halved()
    {
        await using var bench = await BatchJobBench.CreateAsync("gemini", [FaultRule.Parse("429-bare:call=create,first=3")]);
        var end = await bench.RunAsync(bench.Request(rows: 1_200));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (await bench.CheckAsync(end.Job.Id)).ShouldAllBe(row => row.State == RowState.Succeeded && row.Attempts == 1);
        var batches = await bench.BatchesAsync();
        (batches[0].Rows, batches[0].FaultCode).ShouldBe((1_200, "token_limit"));
        batches[1].Rows.ShouldBeInRange(580, 620, "half as much");
        bench.Provider.Ledger.Totals.Faults["429-bare"].ShouldBe(3);
    }

    [Fact]
    public async Task A_small_batch_that_google_refuses_again_and_again_pauses_its_job()
    {
        await using var bench = await BatchJobBench.CreateAsync("gemini", [FaultRule.Parse("429-bare:call=create")]);
        var end = await bench.RunAsync(bench.Request(rows: 40));
        end.Ending.ShouldBe(Ending.Paused);
        end.Reason.ShouldNotBeNull().ShouldContain("has refused a batch again and again");
        (await bench.BatchesAsync()).ShouldHaveSingleItem().FaultCode.ShouldBeNull();
    }
}

using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator.Faults;

namespace Nightshift.Tests.Batching;

/// <summary>Results that are not as they should be: what can be told is kept, what cannot is noted, and every row has its right end.</summary>
public sealed class ResultOddityTests
{
    private const int Rows = 100;

    [Fact]
    public async Task All_rows_failed_with_no_output_file_are_failed_rows_each_with_its_reason()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("row-400")]);
        var rows = await RunAsync(bench);
        rows.ShouldAllBe(row => row.State == RowState.Failed && row.ErrorCode == "invalid_request" && row.Error!.Contains("Invalid value"));
        bench.Provider.Ledger.Batches().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("results-shuffled")]
    [InlineData("batch-empty-ids")]
    [InlineData("batch-counts-strings")]
    [InlineData("batch-counts-null")]
    [InlineData("results-crlf")]
    public async Task Other_shapes_of_the_same_are_read_as_the_same(string fault)
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse(fault)]);
        (await RunAsync(bench)).ShouldAllBe(row => row.State == RowState.Succeeded);
        bench.Provider.Ledger.Batches().Count.ShouldBe(1);
        (await bench.AnomaliesAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("row-duplicate:0.1", "duplicate")]
    [InlineData("row-conflicting:0.1", "duplicate")]
    [InlineData("row-foreign:0.1", "foreign")]
    public async Task Lines_too_many_are_noted_and_change_nothing(string fault, string kind)
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse(fault)]);
        (await RunAsync(bench)).ShouldAllBe(row => row.State == RowState.Succeeded);
        bench.Provider.Ledger.Batches().Count.ShouldBe(1);
        var anomalies = await bench.AnomaliesAsync();
        anomalies.ShouldNotBeEmpty();
        anomalies.ShouldAllBe(anomaly => anomaly.Kind == kind && anomaly.Line > 0);
    }

    [Theory]
    [InlineData("row-malformed:0.1", "malformed")]
    [InlineData("row-no-id:0.1", "malformed")]
    [InlineData("row-missing:0.1", null)]
    [InlineData("results-truncated", "malformed")]
    public async Task Rows_whose_line_cannot_be_told_are_sent_again(string fault, string? kind)
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse(fault) with { Nth = null }]);
        var rows = await RunAsync(bench);
        rows.Count(row => row.State == RowState.Succeeded).ShouldBeGreaterThan(Rows * 9 / 10);
        rows.Where(row => row.State != RowState.Succeeded).ShouldAllBe(row => row.ErrorCode == "no_result");
        bench.Provider.Ledger.Batches().Count.ShouldBeGreaterThan(1);
        if (kind is not null)
            (await bench.AnomaliesAsync()).Select(anomaly => anomaly.Kind).ShouldContain(kind);
    }

    [Fact]
    public async Task Rows_that_failed_in_a_way_worth_a_retry_go_into_the_next_batch_together()
    {
        await using var bench = await BatchJobBench.CreateAsync("openai", [FaultRule.Parse("row-500:0.3")]);
        bench.Terms = terms => terms with { MostRows = 25 };
        (await RunAsync(bench)).Count(row => row.State == RowState.Succeeded).ShouldBeGreaterThan(80);
        var batches = bench.Provider.Ledger.Batches();
        batches.Take(4).ShouldAllBe(batch => batch.Lines == 25);
        batches[4].Lines.ShouldBeLessThan(60, "the failed of all four");
    }

    private static async Task<List<RowResult>> RunAsync(BatchJobBench bench)
    {
        var end = await bench.RunAsync(bench.Request(Rows));
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        return await bench.CheckAsync(end.Job.Id);
    }
}

using Nightshift.Engine.Estimating;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Tests.Engine;

namespace Nightshift.Tests.Estimating;

/// <summary>Some rows of a job, spread over all of it.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(10, 10)]
    [InlineData(100, 13_083)]
    [InlineData(7, 1_000_000)]
    public void A_sample_has_as_many_rows_as_it_says_one_in_each_part(long rows, long of)
    {
        var sample = new Sampling(rows, of);
        var places = Enumerable.Range(0, (int)of + 5).Where(place => sample.Takes(place)).ToList();
        places.Count.ShouldBe((int)rows);
        for (var i = 0; i < rows; i++)
            places[i].ShouldBeInRange((int)(i * of / rows), (int)((i + 1) * of / rows));
    }

    [Fact]
    public async Task The_rows_of_a_sample_are_spread_over_the_input_and_not_paid_again()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var request = bench.Request(Enumerable.Range(0, 500).Select(n => $"text {n}"));
        var sample = await engine.RunAsync(request with { Sample = new Sampling(50, 500) });
        var rows = await engine.Store.ReadResultsAsync(sample.Job.Id).ToListAsync();
        rows.Select(row => row.Answer!.Output).ShouldBe(Enumerable.Range(0, 50).Select(part => $"text {(10 * part) + 9}"));

        var all = await engine.RunAsync(request);
        all.Job.Counts.Succeeded.ShouldBe(500);
        bench.Provider.Ledger.Totals.Arrived.ShouldBe(500, "fifty and the other 450");
        all.Job.Spend.Attempts.ShouldBe(450);
    }

    [Fact]
    public async Task What_a_row_came_to_is_measured_to_the_picodollar()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var request = bench.Request(Enumerable.Range(0, 300).Select(n => $"text {new string('x', n % 40)} {n}"), new TaskDefinition { Model = "openai/gpt-5.4-mini", Prompt = "{{text}}" });
        var end = await engine.RunAsync(request with { Sample = new Sampling(60, 300) });
        var measure = await SampleMeasure.OfAsync(engine.Store, end.Job);

        (measure.Answered, measure.Failed, measure.Shown.Count).ShouldBe((60, 0, 8));
        (measure.CostUsd!.Value.Middle * 60).ShouldBe(end.Job.Spend.CostUsd, 0.000000000001m);
        (measure.Input.Middle * 60).ShouldBe(end.Job.Spend.Usage.InputTokens, 0.0001m);
        measure.Input.Low.ShouldBeLessThan(measure.Input.Middle);
    }

    [Fact]
    public async Task A_model_without_a_price_has_no_cost_of_a_row()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var end = await engine.RunAsync(bench.Request(["a", "b"]));
        (await SampleMeasure.OfAsync(engine.Store, end.Job)).CostUsd.ShouldBeNull();
    }
}

using Nightshift.Providers;
using System.Text;
using Nightshift.Engine;
using Nightshift.Engine.Comparing;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.Engine;

namespace Nightshift.Tests.Comparing;

/// <summary>Jobs over the same rows, measured side by side. Models of unknown names echo: what they answer is in the input.</summary>
public sealed class ComparerTests
{
    private static readonly TaskDefinition Labels = new() { Model = "", Prompt = "{{text}}", OneOf = ["red", "green", "blue"] };

    [Fact]
    public async Task Against_a_column_it_says_who_is_right_and_who_takes_what_for_what()
    {
        await using var bench = await EngineBench.CreateAsync(Refusing("gpt-5.4-nano", row: 5));
        await using var engine = await bench.OpenAsync();
        // The texts differ in blanks, so that each is a request of its own.
        var path = Write(bench, "red,red", "red ,green", "green,green", "green ,GREEN", "green  ,green", "blue,red", "blue ,red", "blue  ,violet", "red  ,");
        var jobs = await RunAsync(bench, engine, path, Labels, "openai/gpt-5.4-mini", "openai/gpt-5.4-nano");
        var comparison = await Comparer(engine).CompareAsync(jobs, "label");

        (comparison.Rows, comparison.Judged, comparison.Bad, comparison.Foreign, comparison.Basis).ShouldBe((9, 8, 0, 1, AgreementBasis.Expected));
        comparison.ForeignValues.ShouldBe(["violet"]);
        var (mini, nano) = (comparison.Models[0], comparison.Models[1]);
        (mini.Model, mini.Answered, mini.Failed, mini.Agreement).ShouldBe(("openai/gpt-5.4-mini", 9, 0, new Share(4, 8)));
        mini.Mistakes.ShouldBe([new Mistake("red", "blue", 2), new Mistake(null, "blue", 1), new Mistake("green", "red", 1)]);
        (nano.Answered, nano.Failed, nano.Agreement).ShouldBe((8, 1, new Share(3, 8)), "a row that fails is not right");
        nano.Mistakes.ShouldContain(new Mistake("green", null, 1));
        // red: 1 right, 3 wrong; green: 3 and 1; blue: 0 and 3.
        mini.MacroF1!.Value.ShouldBe(((2m / 5) + (6m / 7) + 0) / 3, 0.0000001m);
        comparison.Pairs[0][1].ShouldBe(new Share(8, 9));
    }

    [Fact]
    public async Task Without_a_column_most_of_three_are_believed_and_each_is_held_against_each()
    {
        await using var bench = await EngineBench.CreateAsync(Refusing("gpt-5.4-nano", row: 3));
        await using var engine = await bench.OpenAsync();
        var jobs = await RunAsync(bench, engine, Write(bench, "a,", "b,", "c,", "unknown,"), Labels with { OneOf = [] }, "openai/gpt-5.4-mini", "openai/gpt-5.4-nano", "openai/label");
        var comparison = await Comparer(engine).CompareAsync(jobs, null);

        // Two echo, one says unknown, and where one of the echoes fails the other two differ.
        (comparison.Basis, comparison.Rows, comparison.Judged).ShouldBe((AgreementBasis.Majority, 4, 3));
        comparison.Models.Select(model => model.Agreement).ShouldBe([new Share(3, 3), new Share(3, 3), new Share(1, 3)]);
        comparison.Pairs[0].Select(share => share.Part).ShouldBe([4, 3, 1]);
        comparison.Pairs[1].Select(share => share.Part).ShouldBe([3, 3, 1]);
        comparison.Models.ShouldAllBe(model => model.MacroF1 == null && model.Mistakes.Count == 0);
    }

    [Fact]
    public async Task Two_are_held_against_each_other()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var jobs = await RunAsync(bench, engine, Write(bench, "a,", "unknown,", "b,", "c,"), Labels with { OneOf = [] }, "openai/gpt-5.4-mini", "openai/label");
        var comparison = await Comparer(engine).CompareAsync(jobs, null);
        (comparison.Basis, comparison.Judged).ShouldBe((AgreementBasis.EachOther, 4));
        comparison.Models.Select(model => model.Agreement).ShouldBe([new Share(1, 4), new Share(1, 4)]);
    }

    [Fact]
    public async Task A_record_that_cannot_be_used_counts_for_nothing()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var jobs = await RunAsync(bench, engine, Write(bench, "a,a", "\"b,b", "c\"x,c"), Labels with { OneOf = [] }, "openai/gpt-5.4-mini", "openai/gpt-5.4-nano");
        var comparison = await Comparer(engine).CompareAsync(jobs, "label");
        (comparison.Rows, comparison.Bad).ShouldBe((1, 1));
        comparison.Models.ShouldAllBe(model => model.Failed == 0 && model.Agreement == new Share(1, 1));
    }

    [Fact]
    public async Task What_a_row_costs_is_what_was_paid_and_in_a_batch_what_the_same_tokens_cost_there()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var path = Write(bench, [.. Enumerable.Range(0, 40).Select(n => $"text {new string('x', n)} {n},")]);
        var jobs = await RunAsync(bench, engine, path, Labels with { OneOf = [] }, "openai/gpt-5.4-mini", "openai/no-price", "openai/live-only");
        var liveOnly = new PriceEntry(new PriceKey("openai", "live-only", PriceClass.Live), new Price(new Rates(1, 2), new DateOnly(2026, 11, 21), "a test"));
        var models = (await Comparer(engine, PriceBook.Default.With([liveOnly])).CompareAsync(jobs, null)).Models;

        (models[0].CostUsd!.Value.Middle * 40).ShouldBe(jobs[0].Spend.CostUsd, 0.000000000001m);
        models[0].BatchCostUsd!.Value.Middle.ShouldBe(models[0].CostUsd!.Value.Middle / 2, 0.000000000001m);
        models[0].CostUsd!.Value.Low.ShouldBeLessThan(models[0].CostUsd!.Value.Middle);
        (models[0].Input.Middle * 40).ShouldBe(jobs[0].Spend.Usage.InputTokens, 0.0001m);
        models[0].Speed!.Median.ShouldBeInRange(TimeSpan.Zero, models[0].Speed!.Percentile95);
        (models[1].CostUsd, models[1].BatchCostUsd).ShouldBe((null, null), "a price that is not known is not nothing");
        (models[2].CostUsd!.Value.Middle * 40).ShouldBe((jobs[2].Spend.Usage.InputTokens + (2m * jobs[2].Spend.Usage.OutputTokens)) / 1_000_000m, 0.000000000001m, "a price that came later holds for what was done before");
        models[2].BatchCostUsd.ShouldBeNull();
    }

    [Fact]
    public async Task Answers_of_an_earlier_job_tell_what_they_cost_then_and_duplicates_tell_nothing()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var texts = Enumerable.Range(0, 20).Select(n => $"text {new string('x', n)} {n},").ToList();
        var first = await RunAsync(bench, engine, Write(bench, [.. texts]), Labels with { OneOf = [] }, "openai/gpt-5.4-mini");
        var again = await RunAsync(bench, engine, Write(bench, [.. texts, texts[19], texts[19]]), Labels with { OneOf = [] }, "openai/gpt-5.4-mini");

        again[0].Spend.Attempts.ShouldBe(0);
        var measure = (await Comparer(engine).CompareAsync(again, null)).Models[0];
        (measure.CostUsd!.Value.Middle * 20).ShouldBe(first[0].Spend.CostUsd, 0.000000000001m);
        measure.Speed.ShouldBeNull("nothing was sent");
    }

    [Fact]
    public async Task Jobs_over_other_rows_are_not_compared()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var one = await RunAsync(bench, engine, Write(bench, "a,", "b,"), Labels with { OneOf = [] }, "openai/gpt-5.4-mini");
        var other = await RunAsync(bench, engine, Write(bench, "a,"), Labels with { OneOf = [] }, "openai/gpt-5.4-nano");
        (await Should.ThrowAsync<InvalidOperationException>(() => Comparer(engine).CompareAsync([.. one, .. other], null))).Message.ShouldContain("not the same number of rows");
    }

    private static SimulatorOptions Refusing(string model, int row) => new() { Faults = [new FaultRule { Fault = "content-filter", Model = model, Nth = row }] };

    private static Comparer Comparer(NightshiftEngine engine, PriceBook? prices = null) => new(new ProviderCatalog(), prices ?? PriceBook.Default, _ => null, engine.Store);

    private static string Write(EngineBench bench, params string[] lines)
    {
        var csv = new StringBuilder("text,label\n");
        foreach (var line in lines)
            csv.Append(line).Append('\n');
        return bench.Folder.Write($"{Guid.NewGuid():N}.csv", csv.ToString());
    }

    private static async Task<IReadOnlyList<Job>> RunAsync(EngineBench bench, NightshiftEngine engine, string path, TaskDefinition task, params string[] models)
    {
        var jobs = new List<Job>();
        foreach (var model in models)
        {
            var end = await engine.RunAsync(bench.Request(path, task with { Model = model }) with { Lane = new LaneOptions { Concurrency = 1 } });
            end.Ending.ShouldBe(Ending.Finished);
            jobs.Add(end.Job);
        }

        return jobs;
    }
}

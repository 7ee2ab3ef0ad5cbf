using Nightshift.Engine;
using Nightshift.Engine.Estimating;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Stores;
using Nightshift.Tests.EndToEnd;
using Nightshift.Tests.Engine;

namespace Nightshift.Tests.Estimating;

/// <summary>What a job will come to, before anything is sent.</summary>
public sealed class JobEstimatorTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_are_counted_as_a_run_would_send_them()
    {
        var request = Request("text\none\ntwo\none\n\"bad\n", "openai/gpt-5.4-mini");
        var estimate = await EstimateAsync(request);
        (estimate.Rows, estimate.Duplicates, estimate.Answered, estimate.Bad, estimate.ToSend).ShouldBe((4, 1, 0, 1, 2));
    }

    [Fact]
    public async Task Both_strategies_are_priced_without_a_key_and_the_batch_is_half()
    {
        var estimate = await EstimateAsync(Request(Texts(100), "openai/gpt-5.4-mini"));
        var (live, batch) = (estimate.Strategies[0], estimate.Strategies[1]);
        (live.Strategy, batch.Strategy).ShouldBe((Strategy.Fastest, Strategy.Cheapest));
        live.Cost!.Value.Middle.ShouldBe(2 * batch.Cost!.Value.Middle);
        live.Cost.Value.Low.ShouldBeLessThan(live.Cost.Value.Middle);
        live.Cost.Value.Middle.ShouldBe(((estimate.Input.Tokens.Middle * 0.75m) + (estimate.Output.Tokens.Middle * 4.5m)) / 1_000_000m);
        (batch.Takes, batch.Note).ShouldBe((TimeSpan.FromHours(24), "in one batch"));
        live.Takes.ShouldBeNull("nobody said what the limits are");
    }

    [Fact]
    public async Task Limits_that_are_said_tell_the_time()
    {
        var request = Request(Texts(100), "openai/gpt-5.4-mini") with { Lane = new() { Rpm = 20 } };
        (await EstimateAsync(request)).Strategies[0].Takes.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("openai/gpt-99", "no price is known; give openai/gpt-99 one under prices:")]
    [InlineData("deepseek/deepseek-chat", "deepseek has no batch API")]
    public async Task What_cannot_be_reckoned_is_said_and_never_free(string model, string note)
    {
        var estimate = (await EstimateAsync(Request(Texts(5), model))).Strategies[1];
        estimate.Cost.ShouldBeNull();
        estimate.Note.ShouldNotBeNull().ShouldStartWith(note);
    }

    [Fact]
    public async Task Labels_make_short_answers_and_a_limit_caps_any()
    {
        var labels = Request(Texts(10), "openai/gpt-5.4-mini");
        labels = labels with { Task = labels.Task with { OneOf = ["refund", "card_arrival"] } };
        (await EstimateAsync(labels)).Output.Tokens.Middle.ShouldBeInRange(20, 80);
        var capped = labels with { Task = labels.Task with { OneOf = [], MaxTokens = 8 } };
        (await EstimateAsync(capped)).Output.Tokens.High.ShouldBe(80);
    }

    [Fact]
    public async Task A_hundred_answers_set_the_estimate_right_within_three_percent()
    {
        await using var bench = await EngineBench.CreateAsync(new());
        var texts = Enumerable.Range(0, 2_000).Select(n => $"Ticket {n}: {string.Join(' ', Enumerable.Repeat("my card has not arrived yet;", 1 + (n * 7 % 13)))}").ToList();
        var request = bench.Request(texts);
        JobEstimate before, after;
        await using (var engine = await bench.OpenAsync())
        {
            before = await EstimateAsync(request, engine.Store);
            (await engine.RunAsync(bench.Request(texts.Where((_, n) => n % 20 == 0)))).Job.Counts.Succeeded.ShouldBe(100);
            after = await EstimateAsync(request, engine.Store);
            (await engine.RunAsync(request)).Ending.ShouldBe(Ending.Finished);
        }

        after.Answered.ShouldBe(100, "they are not paid again");
        after.Input.Basis.ShouldContain("set right by the 100 newest answers");
        var all = bench.Provider.Ledger.Totals;
        var calls = bench.Provider.Ledger.Calls().Skip(100).ToList();
        var (input, spoken) = (calls.Sum(call => (decimal)call.InputTokens), calls.Sum(call => (decimal)call.OutputTokens));
        output.WriteLine(FormattableString.Invariant($"before {before.Input.Tokens.Middle:0} of {all.InputTokens}, after a sample {after.Input.Tokens.Middle:0} of {input} in, {after.Output.Tokens.Middle:0} of {spoken} out"));
        Math.Abs((after.Input.Tokens.Middle / input) - 1).ShouldBeLessThan(0.03m);
        Math.Abs((after.Output.Tokens.Middle / spoken) - 1).ShouldBeLessThan(0.10m);
        input.ShouldBeInRange(after.Input.Tokens.Low, after.Input.Tokens.High);
    }

    private static string Texts(int rows) => "text\n" + string.Concat(Enumerable.Range(0, rows).Select(n => $"Where is order {n}? It should have come on Monday.\n"));

    private JobRequest Request(string csv, string model) => new()
    {
        Input = new InputSource(_folder.Write("rows.csv", csv)),
        Task = new TaskDefinition { Model = model, Prompt = "{{text}}" },
    };

    private static Task<JobEstimate> EstimateAsync(JobRequest request, IStore? store = null) => new JobEstimator(new ProviderCatalog(), PriceBook.Default, _ => null, store).EstimateAsync(request);
}

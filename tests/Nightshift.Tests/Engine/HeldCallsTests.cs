using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Simulator;

namespace Nightshift.Tests.Engine;

/// <summary>Live calls that a provider holds in a queue at a batch's price.</summary>
public sealed class HeldCallsTests
{
    private static readonly Price SimulatedPrice = PriceBook.Default.Find("sim", "any", AnswerMode.Live)!;

    [Theory]
    [InlineData("dashscope-batch/qwen-plus", "qwen-batch/compatible-mode/v1", "dashscope")]
    [InlineData("volcengine-batch/ep-bi-1", "volcengine/api/v3/batch", null)]
    public async Task A_job_waits_for_its_answers_and_pays_the_price_of_a_batch(string model, string path, string? listedAs)
    {
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { BatchDelay = TimeSpan.FromSeconds(1) });
        await using var engine = await NightshiftEngine.OpenAsync(new EngineOptions { Home = bench.Folder["home"], Environment = _ => "sk-test" });
        var request = bench.Request(Enumerable.Range(0, 60).Select(n => $"text {n}"), new TaskDefinition { Model = model, Prompt = "{{text}}" });
        var end = await engine.RunAsync(request with { BaseUrl = $"{bench.Provider.BaseAddress}{path}", Lane = new LaneOptions() });

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await engine.Store.ReadResultsAsync(end.Job.Id).ToListAsync();
        rows.Select(row => row.Answer?.Output).ShouldBe(Enumerable.Range(0, 60).Select(n => $"text {n}"));
        bench.Provider.Ledger.Totals.MaxInFlight.ShouldBeGreaterThan(30, "a queue is filled at once, not by and by");
        bench.Provider.Ledger.Totals.Usd.ShouldBe(rows.Sum(row => SimulatedPrice.Cost(row.Usage)) / 2, "the simulator held no calls");
        var price = listedAs is null ? null : PriceBook.Default.Find(listedAs, "qwen-plus", AnswerMode.Batch).ShouldNotBeNull();
        rows.Select(row => row.CostUsd).ShouldBe(rows.Select(row => price?.Cost(row.Usage)));
    }

    [Theory]
    [InlineData("dashscope-batch", 60)]
    [InlineData("volcengine-batch", 60)]
    [InlineData("dashscope", 10)]
    public async Task A_call_has_the_time_that_is_usual_with_its_provider_unless_the_user_says_otherwise(string provider, int minutes)
    {
        var connection = Connection.Resolve($"{provider}/m", null, new ProviderCatalog(), name => name.EndsWith("_KEY", StringComparison.Ordinal) ? "sk-test" : null);
        (await TimesOutAfterAsync(connection, new LaneOptions())).ShouldBe(TimeSpan.FromMinutes(minutes));
        (await TimesOutAfterAsync(connection, new LaneOptions { Timeout = TimeSpan.FromSeconds(5) })).ShouldBe(TimeSpan.FromSeconds(5));
    }

    private static async Task<TimeSpan> TimesOutAfterAsync(Connection connection, LaneOptions options)
    {
        var time = new Clocks.ManualTime();
        var arrived = new TaskCompletionSource();
        var silence = new Sending.ScriptedTransport(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellation);
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            throw new InvalidOperationException("waits for ever");
        });
        using var lane = new Lane(connection, options, new HttpMessageInvoker(silence), time, new Random(1));
        var call = lane.Sender.SendAsync("{}"u8.ToArray(), "1", () => { }, TestContext.Current.CancellationToken);
        await arrived.Task;
        time.Advance(time.UntilNext ?? TimeSpan.Zero);
        return (await call).Outcome.ShouldBeOfType<Outcome.TimedOut>().After;
    }
}

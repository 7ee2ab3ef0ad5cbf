using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Providers;

namespace Nightshift.Tests.Engine;

public sealed class StrategyTests
{
    [Fact]
    public async Task How_a_job_is_sent_does_not_change_which_job_it_is()
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var request = bench.Request(["a", "b"]);
        var first = await engine.SubmitAsync(request);
        var second = await engine.SubmitAsync(request with { Strategy = Strategy.Cheapest, KeepRemote = true });

        second.Id.ShouldBe(first.Id);
        var spec = JobSpec.Of((await engine.Store.FindJobAsync(first.Id))!);
        (spec.Strategy, spec.KeepRemote).ShouldBe((Strategy.Cheapest, true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cheapest_is_refused_before_anything_is_taken_in_where_there_is_no_batch_api_whether_it_could_be_called_or_not(bool isCallable)
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await bench.OpenAsync();
        var task = new TaskDefinition { Model = "deepseek/deepseek-chat", Prompt = "{{text}}" };
        var refusal = await Should.ThrowAsync<ConnectionException>(() => engine.SubmitAsync(bench.Request(["a"], task) with { Strategy = Strategy.Cheapest, BaseUrl = isCallable ? bench.Request([]).BaseUrl : null }));

        refusal.Message.ShouldBe("deepseek has no batch API; use --strategy fastest, or another provider (`nightshift providers` shows which have one)");
        refusal.IsMisuse.ShouldBeTrue("nothing is wrong with the way to it, so this is not exit code 3");
        (await engine.Store.ListJobsAsync()).ShouldBeEmpty();
    }
}

using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Tests.Engine;

/// <summary>Jobs through the simulator in each format: another reading of the same protocols.</summary>
public sealed class ProtocolsOverHttpTests
{
    [Theory]
    [InlineData("openai/echo", "openai/v1")]
    [InlineData("anthropic/echo", "anthropic")]
    [InlineData("gemini/echo", "gemini/v1beta")]
    public async Task A_job_is_answered_in_every_format(string model, string path)
    {
        await using var bench = await EngineBench.CreateAsync();
        await using var engine = await NightshiftEngine.OpenAsync(new EngineOptions { Home = bench.Folder["home"], Environment = _ => "sk-test" });
        var request = bench.Request(Enumerable.Range(0, 40).Select(n => $"text {n}"), new TaskDefinition { Model = model, Prompt = "{{text}}", System = "Be kind" });
        var end = await engine.RunAsync(request with { BaseUrl = $"{bench.Provider.BaseAddress}{path}" });

        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        var rows = await engine.Store.ReadResultsAsync(end.Job.Id).ToListAsync();
        rows.Select(row => row.Answer?.Output).ShouldBe(Enumerable.Range(0, 40).Select(n => $"text {n}"));
        rows.ShouldAllBe(row => row.Usage.InputTokens > 0 && row.Usage.OutputTokens > 0);
    }
}

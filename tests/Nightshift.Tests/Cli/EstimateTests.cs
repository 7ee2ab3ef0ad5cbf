using System.Text.Json;
using Nightshift.Cli;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class EstimateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_estimate_needs_no_key_sends_nothing_and_leaves_nothing()
    {
        var end = await EstimateAsync("openai/gpt-5.4-mini");
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        end.Output.ShouldContain("rows    3: 2 to send, 1 there twice");
        end.Output.ShouldContain("--strategy cheapest saves");
        end.Output.ShouldContain("Price of cheapest: OpenAI pricing page");
        Directory.Exists(_folder["home"]).ShouldBeFalse();
    }

    [Fact]
    public async Task For_machines_it_has_numbers_and_the_way_they_were_found()
    {
        using var json = JsonDocument.Parse((await EstimateAsync("openai/gpt-5.4-mini", "--json", "--rpm", "1")).Output);
        json.RootElement.GetProperty("to_send").GetInt32().ShouldBe(2);
        json.RootElement.GetProperty("input_basis").GetString().ShouldNotBeNull().ShouldContain("o200k_base");
        var live = json.RootElement.GetProperty("strategies")[0];
        (live.GetProperty("name").GetString(), live.GetProperty("seconds").GetInt32()).ShouldBe(("fastest", 120));
        live.GetProperty("cost_usd").GetProperty("likely").GetDecimal().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_simulator_is_estimated_without_being_started_and_a_model_without_a_price_is_said_to_have_none()
    {
        (await EstimateAsync("sim/echo")).Output.ShouldContain("fastest");
        var unknown = await EstimateAsync("openai/gpt-99");
        unknown.Code.ShouldBe(ExitCode.Success);
        unknown.Output.ShouldContain("no price is known; give openai/gpt-99 one under prices:");
        unknown.Output.ShouldNotContain("$0");
    }

    private Task<Finished> EstimateAsync(string model, params string[] more) => NightshiftProcess.RunAsync(
        _folder["home"], ["estimate", _folder.Write("rows.csv", "text\none two three\nfour\none two three\n"), "--prompt", "{{text}}", "--model", model, .. more], null, ("OPENAI_API_KEY", null));
}

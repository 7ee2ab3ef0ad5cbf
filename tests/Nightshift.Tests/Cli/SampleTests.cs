using System.Text.Json;
using Nightshift.Cli;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class SampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_somebody_to_ask_a_sample_ends_with_what_all_would_cost()
    {
        var end = await SampleAsync("--rows", "20");
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        end.Output.ShouldContain("20 rows answered, 0 failed");
        end.Output.ShouldContain("answered by earlier jobs");
        end.Output.ShouldContain("cheapest");
        File.Exists(_folder["out.csv"]).ShouldBeFalse();
    }

    [Fact]
    public async Task With_yes_it_goes_on_and_does_not_pay_the_sample_again()
    {
        var end = await SampleAsync("--rows", "20", "--yes", "-o", _folder["out.csv"]);
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        var lines = await File.ReadAllLinesAsync(_folder["out.csv"]);
        lines.Length.ShouldBe(201);
        lines.Count(line => line.Contains(",cache,", StringComparison.Ordinal)).ShouldBe(20);
    }

    [Fact]
    public async Task For_machines_it_has_what_was_measured_and_the_estimate()
    {
        using var json = JsonDocument.Parse((await SampleAsync("--rows", "30", "--json")).Output);
        json.RootElement.GetProperty("answered").GetInt32().ShouldBe(30);
        json.RootElement.GetProperty("cost_usd_per_row").GetProperty("likely").GetDecimal().ShouldBeGreaterThan(0);
        json.RootElement.GetProperty("estimate").GetProperty("answered").GetInt32().ShouldBe(30);
    }

    [Fact]
    public async Task Answers_that_would_not_count_are_not_sampled()
    {
        var end = await SampleAsync("--no-cache");
        end.Code.ShouldBe(ExitCode.BadInput);
        end.Errors.ShouldContain("a sample's answers count for the whole");
    }

    private Task<Finished> SampleAsync(params string[] more) => NightshiftProcess.RunAsync(
        _folder["home"],
        ["sample", _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 200).Select(n => $"ticket {n}\n"))), "--prompt", "{{text}}", "--model", "sim/echo", .. more],
        Stream.Null);
}

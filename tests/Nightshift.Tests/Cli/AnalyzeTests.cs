using System.Text.Json;
using Nightshift.Cli;
using Nightshift.Cli.Display.Analyzing;
using Nightshift.Cli.Display.Pages;
using Nightshift.Analysis;
using Nightshift.Tests.Analysis;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class AnalyzeTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<Call> _calls = Traffic.Week(Seed.Random(output).Next());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task For_machines_it_has_every_number_and_the_evidence()
    {
        var end = await AnalyzeAsync(Log(), "--json");
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        using var json = JsonDocument.Parse(end.Output);
        json.RootElement.GetProperty("cost_usd").GetDecimal().ShouldBe(_calls.Sum(call => call.Usd ?? 0));
        var eval = json.RootElement.GetProperty("workloads").EnumerateArray().Single(workload => workload.GetProperty("workload").GetString() == "nightly-eval");
        eval.GetProperty("duplicates").GetInt32().ShouldBe(55);
        eval.GetProperty("batchable").GetString().ShouldBe("batchable");
        eval.GetProperty("evidence").EnumerateArray().Select(sentence => sentence.GetString()).ShouldContain("55 of 280 requests had been sent before.");
    }

    [Fact]
    public async Task A_bad_line_is_a_warning_on_standard_error_and_in_the_report()
    {
        var end = await AnalyzeAsync(_folder.Write("log.jsonl", LogWriters.OfRequests["litellm.jsonl"](_calls) + "{oops\n"));
        end.Code.ShouldBe(ExitCode.Success);
        end.Errors.ShouldContain($"log.jsonl:{_calls.Count + 1}: is not valid JSON");
        end.Output.ShouldContain("1 record could not be used, and is in no figure.");
        end.Output.ShouldContain("nightly-eval");
        end.Output.ShouldNotContain("█", customMessage: "a file gets no block characters");
    }

    [Fact]
    public async Task A_csv_has_a_line_per_workload_and_a_page_is_written_beside()
    {
        var end = await AnalyzeAsync(Log(), "--csv", "--html", _folder["page.html"]);
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        var lines = end.Output.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(7);
        lines[0].ShouldStartWith("workload,provider,model,requests,");
        (await File.ReadAllTextAsync(_folder["page.html"])).ShouldContain("<h1>What these logs could save</h1>");
    }

    [Theory]
    [InlineData("--format", "litelm", "did you mean 'litellm'?")]
    [InlineData("--map", "modell=x", "did you mean 'model'?")]
    [InlineData("--time-zone", "Mars/Base", "there is no time zone 'Mars/Base' here")]
    [InlineData("--cheaper", "gpt", "--cheaper takes two models")]
    public async Task What_is_mistyped_is_said_with_what_there_is(string option, string value, string expected)
    {
        var end = await AnalyzeAsync(Log(), option, value);
        end.Code.ShouldBe(ExitCode.BadInput);
        end.Errors.ShouldContain(expected);
    }

    [Fact]
    public void The_report_fits_a_terminal_and_says_what_it_does_not_know()
    {
        var analysis = new LogAnalyzer(new LogAnalyzerOptions()).Analyze([Log()]);
        var lines = TerminalPage.Lines(AnalysisPage.Of(analysis, TimeZoneInfo.Utc), 80, hasBlocks: true).ToList();
        lines.ShouldAllBe(line => CellWidth.Of(line) <= 80);
        lines.ShouldContain(line => line.Contains("openai/gpt-99-lab", StringComparison.Ordinal), "a model without a price is listed");
        lines.ShouldContain(line => line.StartsWith("lab ", StringComparison.Ordinal) && line.Contains('—', StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("openai/gpt-99-lab ", StringComparison.Ordinal) && line.EndsWith("$0.002625           —           —", StringComparison.Ordinal), "what the log says it cost is held against no price");
    }

    [Fact]
    public void A_log_of_sums_says_what_cannot_be_known_from_it()
    {
        var analysis = new LogAnalyzer(new LogAnalyzerOptions()).Analyze([_folder.Write("usage.json", LogWriters.OpenAiUsage(_calls))]);
        var page = AnalysisPage.Of(analysis, TimeZoneInfo.Utc);
        page.Remarks.ShouldContain(remark => remark.Contains("cannot be known", StringComparison.Ordinal));
        page.Sections[0].Rows[0][1].ShouldBe(new Cell.Unknown());
    }

    private string Log() => _folder.Write("log.jsonl", LogWriters.OfRequests["litellm.jsonl"](_calls));

    private Task<Finished> AnalyzeAsync(string log, params string[] more) => NightshiftProcess.RunAsync(_folder["home"], ["analyze", log, .. more], Stream.Null);
}

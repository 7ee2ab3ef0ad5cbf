using System.Text.Json;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary><c>report</c> after two jobs, in each of its forms.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_jobs_have_spent_is_reported_in_four_forms_and_stays_when_they_are_removed()
    {
        var home = Directory.CreateDirectory(_folder["home"]).FullName;
        _folder.Write("home/nightshift.yaml", "budgets: [{ limit: 20, per: day }, { limit: 5, tag: nightly }]");
        var input = _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"text {row % 30}\n")));
        string[] task = ["--prompt", "{{text}}", "--model", "sim/echo"];
        (await RunAsync(["run", input, .. task, "--tag", "nightly", "--tag", "<eu>"])).Code.ShouldBe(0);
        (await RunAsync(["run", input, .. task, "--system", "again", "--strategy", "cheapest"])).Code.ShouldBe(0);

        var text = await RunAsync("report");
        text.Output.ShouldContain("  spent              for 80 answers");
        text.Output.ShouldContain("20 rows took an answer that was there");
        text.Output.ShouldContain("the budget of $5.00 for the tag nightly");

        using var json = JsonDocument.Parse((await RunAsync("report", "--json")).Output);
        var total = json.RootElement.GetProperty("total");
        var (cost, live) = (total.GetProperty("cost_usd").GetDecimal(), total.GetProperty("live_usd").GetDecimal());
        (total.GetProperty("answers").GetInt64(), total.GetProperty("attempts").GetInt64(), total.GetProperty("spared_rows").GetInt64()).ShouldBe((80, 60, 20));
        total.GetProperty("saved_usd").GetDecimal().ShouldBe(live - cost);
        (total.GetProperty("saved_in_batches_usd").GetDecimal() + total.GetProperty("spared_usd").GetDecimal()).ShouldBe(live - cost);
        json.RootElement.GetProperty("budgets")[0].GetProperty("spent_usd").GetDecimal().ShouldBe(cost);
        json.RootElement.GetProperty("tags").GetArrayLength().ShouldBe(3);

        var csv = (await RunAsync("report", "--csv", "--by", "job")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        csv[0].ShouldBe("job,answers,input_tokens,output_tokens,spent_usd,live_usd,saved_usd,saved_share");
        csv.Length.ShouldBe(3);

        var page = _folder["page.html"];
        (await RunAsync("report", "--html", page)).Errors.ShouldContain($"Written: {page}");
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        html.ShouldContain("&lt;eu&gt;");
        html.ShouldNotContain("<eu>");
        html.ShouldNotContain("://", customMessage: "nothing is loaded from elsewhere");

        (await RunAsync("rm", "1")).Code.ShouldBe(0);
        using var after = JsonDocument.Parse((await RunAsync("report", "--json")).Output);
        after.RootElement.GetProperty("total").GetProperty("cost_usd").GetDecimal().ShouldBe(cost);
        (await RunAsync("report", "--from", "2020-01-01", "--to", "2020-01-31")).Output.ShouldContain("Nothing was settled in this time.");

        Task<Finished> RunAsync(params string[] arguments) => NightshiftProcess.RunAsync(home, arguments);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_ends_with_exit_code_4_and_says_how_to_go_on()
    {
        var input = _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 200).Select(row => $"text {row}\n")));
        string[] command = ["run", input, "--prompt", "{{text}}", "--model", "sim/echo", "--max-tokens", "20"];
        var stopped = await NightshiftProcess.RunAsync(_folder["home"], [.. command, "--max-cost", "0.0005"]);
        stopped.Code.ShouldBe(4, stopped.Errors);
        stopped.Errors.ShouldContain("Paused: the job's budget of $0.0005 has no room for the next call: $0.0004");
        stopped.Errors.ShouldContain("raise it with --max-cost");
        (await NightshiftProcess.RunAsync(_folder["home"], [.. command, "--max-cost", "1"])).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("--by knows day, job, model, provider and tag, not 'modle'; did you mean 'model'?", "--by", "modle")]
    [InlineData("--from 2026-11-02 is after --to 2026-11-01", "--from", "2026-11-02", "--to", "2026-11-01")]
    [InlineData("--to takes a day as 2026-11-01, today or yesterday, not 'morrow'", "--to", "morrow")]
    [InlineData("--days and --from exclude each other", "--days", "3", "--from", "today")]
    public async Task A_period_that_cannot_be_is_refused_with_the_cure(string sentence, params string[] arguments)
    {
        var refused = await NightshiftProcess.RunAsync(_folder["home"], ["report", .. arguments]);
        refused.Code.ShouldBe(2);
        refused.Errors.ShouldContain(sentence);
    }
}

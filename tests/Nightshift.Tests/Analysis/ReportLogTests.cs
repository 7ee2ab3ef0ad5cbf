using Nightshift.Analysis;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Analysis;

public sealed class ReportLogTests(ITestOutputHelper output) : IDisposable
{
    private readonly IReadOnlyList<Call> _calls = Traffic.Week(Seed.Random(output).Next());
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OpenAIs_report_sums_up_to_the_calls_it_is_of()
    {
        var analysis = Analyze(LogWriters.OpenAiUsage(_calls));
        analysis.Files[0].Format.ShouldBe(LogFormat.OpenAi);
        analysis.Requests.ShouldBe(_calls.Count(call => call.Provider == "openai"));
        foreach (var found in analysis.Workloads.Where(found => found.Facts.Usd is not null))
        {
            var mine = _calls.Where(call => call.Workload == found.Facts.Workload).ToList();
            found.Facts.Usd.ShouldBe(mine.Sum(call => call.Usd));
            found.Batching.Batchability.ShouldBe(found.Facts.Workload switch { "nightly-eval" or "index" => Batchability.Batchable, _ => Batchability.CannotTell });
            found.DuplicatesUsd.ShouldBeNull("a sum does not show what was sent twice");
            found.CachingUsd.ShouldBeNull();
        }

        analysis.PossibleBatchingUsd.ShouldBe(_calls.Where(call => call.Workload == "catalogue").Sum(call => call.Usd - call.BatchUsd));
        analysis.HasRequests.ShouldBeFalse();
    }

    [Fact]
    public void Anthropics_report_has_no_count_of_requests_and_its_parts_of_the_input_add_up()
    {
        var facts = Analyze(LogWriters.AnthropicUsage(_calls)).Workloads.ShouldHaveSingleItem().Facts;
        facts.Requests.ShouldBeNull();
        facts.Usd.ShouldBe(_calls.Where(call => call.Provider == "anthropic").Sum(call => call.Usd));
        facts.Workload.ShouldBe("support");
    }

    [Fact]
    public void What_is_batched_already_is_told_from_what_is_not()
    {
        const string Report = """
            {"object":"bucket","start_time":1761955200,"end_time":1762041600,"results":[
             {"object":"organization.usage.completions.result","input_tokens":1000000,"output_tokens":100000,"num_model_requests":500,"project_id":"p","api_key_id":"k","model":"gpt-5.4-mini","batch":true},
             {"object":"organization.usage.completions.result","input_tokens":2000000,"output_tokens":0,"num_model_requests":100,"project_id":"p","api_key_id":"other","model":"gpt-5.4-mini","batch":false,"service_tier":"flex"}]}
            """;
        var analysis = Analyze(Report);
        var batched = analysis.Workloads.Single(found => found.Facts.Workload == "p / k");
        batched.Batching.Batchability.ShouldBe(Batchability.AlreadyBatched);
        batched.Facts.Usd.ShouldBe(0.375m + 0.225m);
        batched.BatchingUsd.ShouldBe(0);
        var flex = analysis.Workloads.Single(found => found.Facts.Workload == "p / other");
        flex.Facts.Usd.ShouldBe(0.75m);
        flex.BatchingUsd.ShouldBe(0, "what is billed at batch rates has nothing left to save");
    }

    [Fact]
    public void Amounts_of_a_bill_are_read_digit_by_digit()
    {
        const string Costs = """
            {"object":"page","data":[{"object":"bucket","start_time":1761955200,"end_time":1762041600,"results":[
              {"object":"organization.costs.result","amount":{"value":0.1,"currency":"usd"},"line_item":"gpt-5.4, input","project_id":"p"},
              {"object":"organization.costs.result","amount":{"value":0.2,"currency":"usd"},"line_item":"gpt-5.4, input","project_id":"q"},
              {"object":"organization.costs.result","amount":{"value":1.00000000000000000001,"currency":"usd"},"line_item":null}]}],"has_more":false}
            """;
        Analyze(Costs).Bills.ShouldBe(new Dictionary<string, decimal>(StringComparer.Ordinal) { ["gpt-5.4, input"] = 0.3m, ["(not itemised)"] = 1.00000000000000000001m }, ignoreOrder: true);
    }

    [Fact]
    public void An_amount_in_another_currency_is_not_taken_for_dollars()
    {
        const string Costs = """{"object":"bucket","start_time":1761955200,"end_time":1762041600,"results":[{"amount":{"value":5,"currency":"eur"}},{"amount":{"value":7,"currency":"usd"}}]}""";
        var analysis = Analyze(Costs);
        analysis.Bills.Values.Sum().ShouldBe(7);
        analysis.Files[0].Faults.ShouldHaveSingleItem().Message.ShouldContain("in eur, not in US dollars");
    }

    [Fact]
    public void Anthropics_amounts_are_cents() =>
        Analyze("""{"data":[{"starting_at":"2025-11-01T00:00:00Z","ending_at":"2025-11-02T00:00:00Z","results":[{"amount":"12345.5","currency":"USD","description":"Tokens"}]}]}""").Bills["Tokens"].ShouldBe(123.455m);

    [Fact]
    public void The_price_of_much_context_goes_by_the_input_of_one_request()
    {
        const string Report = """{"object":"bucket","start_time":1761955200,"end_time":1762041600,"results":[{"input_tokens":300000,"output_tokens":0,"num_model_requests":REQUESTS,"model":"gpt-5.4"}]}""";
        Analyze(Report.Replace("REQUESTS", "1")).Usd.ShouldBe(1.5m);
        Analyze(Report.Replace("REQUESTS", "3")).Usd.ShouldBe(0.75m);
    }

    private LogAnalysis Analyze(string text) => new LogAnalyzer(new LogAnalyzerOptions()).Analyze([_folder.Write("report.json", text)]);
}

using System.Text;
using Nightshift.Analysis;
using Nightshift.Intake;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Analysis;

public sealed class HostileLogTests : IDisposable
{
    private const string Good = """{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":100,"output_tokens":10,"team":"a"}""";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":""", "is not valid JSON")]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":100,"output_tokens":10}{"model":"x"}""", "is not valid JSON")]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":-5,"output_tokens":10}""", "has a number of input tokens that cannot be: -5")]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":9999999999999999999999,"output_tokens":10}""", "input tokens that cannot be")]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":1.5,"output_tokens":10}""", "input tokens that cannot be: 1.5")]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":900000000,"output_tokens":10}""", "more tokens than a request can have")]
    [InlineData("""{"time":"9999-12-31T23:59:59Z","model":"gpt-5.4-mini","input_tokens":100,"output_tokens":10}""", "has a time that is not understood")]
    [InlineData("""{"time":"2126-11-01T10:00:00Z","model":"gpt-5.4-mini","input_tokens":100,"output_tokens":10}""", "is of 2126-11-01, a time that cannot be")]
    [InlineData("""{"time":"1970-01-01","model":"gpt-5.4-mini","input_tokens":100,"output_tokens":10}""", "is of 1970-01-01, a time that cannot be")]
    [InlineData("""{"time":"11/01/2025 10:00","model":"gpt-5.4-mini","input_tokens":100,"output_tokens":10}""", "has a time that is not understood: 11/01/2025 10:00")]
    [InlineData("""{"time":"2025-11-01T10:00:00Z","model":"","input_tokens":100,"output_tokens":10}""", "names no model")]
    [InlineData("[1,2]", "is no JSON object")]
    [InlineData("\0\u0001\u0002", "is no JSON object")]
    public void A_line_that_cannot_be_is_said_and_the_others_count(string line, string fault)
    {
        var analysis = Analyze($"{Good}\n{line}\n{Good}\n");
        analysis.Requests.ShouldBe(2);
        analysis.Workloads.ShouldHaveSingleItem().Facts.Usage.InputTokens.ShouldBe(200);
        analysis.Files[0].Bad.ShouldBe(1);
        analysis.Files[0].Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(bad => bad.Line.ShouldBe(2), bad => bad.Message.ShouldContain(fault));
    }

    [Fact]
    public void Bad_lines_without_number_are_counted_and_the_first_five_kept()
    {
        var file = Analyze(Good + "\n" + string.Concat(Enumerable.Repeat("{oops\n", 1_000))).Files[0];
        file.Bad.ShouldBe(1_000);
        file.Faults.Count.ShouldBe(5);
    }

    [Fact]
    public void A_name_without_end_is_cut_and_a_key_is_not_told()
    {
        var analysis = Analyze($"{Good}\n{Good.Replace("\"a\"", $"\"{new string('ż', 100_000)}\"")}\n{Good.Replace("\"a\"", "\"sk-live-0123456789abcdef\"")}\n");
        analysis.Workloads.Select(found => found.Facts.Workload.Length).Max().ShouldBe(60);
        analysis.Workloads.ShouldContain(found => found.Facts.Workload == "sk-…cdef");
    }

    [Fact]
    public void Nesting_without_end_is_a_bad_line() => Analyze($"{Good}\n{{\"a\":{new string('[', 5_000)}{new string(']', 5_000)}}}\n").Files[0].Bad.ShouldBe(1);

    [Fact]
    public void More_workloads_than_anybody_reads_are_counted_together()
    {
        var log = new StringBuilder();
        for (var i = 0; i < 5_000; i++)
            log.Append(Good.Replace("\"a\"", $"\"w{i}\"")).Append('\n');
        var analysis = Analyze(log.ToString());
        analysis.Requests.ShouldBe(5_000);
        analysis.HasOthers.ShouldBeTrue();
        analysis.Workloads.Count.ShouldBe(2_001);
    }

    [Fact]
    public void Half_a_letter_and_bytes_that_are_no_text_break_nothing()
    {
        var analysis = new LogAnalyzer(new LogAnalyzerOptions()).Analyze([_folder.Write("log.jsonl", [.. Encoding.UTF8.GetBytes(Good + "\n" + Good.Replace("\"a\"", "\"\\ud800\"") + "\n"), .. Encoding.Latin1.GetBytes(Good.Replace("\"a\"", "\"ÿþ\"") + "\n")])]);
        analysis.Requests.ShouldBe(3);
    }

    [Theory]
    [InlineData("log.jsonl", "utf-8")]
    [InlineData("log.jsonl", "utf-16")]
    [InlineData("log.csv", "utf-8")]
    [InlineData("log.csv", "utf-16")]
    public void A_mark_of_the_encoding_is_no_part_of_the_log(string name, string encoding)
    {
        var text = name == "log.csv" ? "model,input_tokens,output_tokens\ngpt-5.4-mini,100,10\n" : Good + "\n";
        var path = _folder[name];
        File.WriteAllText(path, text, Encoding.GetEncoding(encoding));
        new LogAnalyzer(new LogAnalyzerOptions()).Analyze([path]).Workloads.ShouldHaveSingleItem().Facts.Usage.InputTokens.ShouldBe(100);
    }

    [Fact]
    public void A_log_without_times_is_not_carried_over_to_a_month()
    {
        var analysis = Analyze("model,input_tokens,output_tokens\ngpt-5.4-mini,1000000,0\n", "log.csv");
        analysis.Period.ShouldBeNull();
        analysis.Monthly(analysis.Usd).ShouldBe(0.75m);
    }

    [Fact]
    public void A_log_of_which_nothing_can_be_used_is_an_error_with_the_cure()
    {
        Should.Throw<InputException>(() => Analyze("colour,size\nred,5\n", "log.csv")).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("its fields are colour, size"), message => message.ShouldContain("--map time=ts"));
        Should.Throw<InputException>(() => Analyze("{\"a\":1}\n")).Message.ShouldContain("its fields are a");
        Should.Throw<InputException>(() => Analyze("")).Message.ShouldContain("is empty");
        Should.Throw<InputException>(() => new LogAnalyzer(new LogAnalyzerOptions()).Analyze([_folder["none.jsonl"]])).Message.ShouldContain("there is no file");
    }

    [Fact]
    public void A_document_that_breaks_off_keeps_what_came_before()
    {
        const string Page = """
            {
              "data": [{"starting_at":"2025-11-01T00:00:00Z","ending_at":"2025-11-02T00:00:00Z","results":[{"uncached_input_tokens":5,"output_tokens":1,"model":"claude-sonnet-4-5"}]}]
            }

            """;
        var analysis = Analyze(Page + Page + Page[..60]);
        analysis.Workloads.ShouldHaveSingleItem().Facts.Usage.InputTokens.ShouldBe(10);
        analysis.Files[0].Faults.ShouldHaveSingleItem().Message.ShouldContain("breaks off here");
    }

    [Fact]
    public void What_the_gateway_answered_itself_and_what_failed_is_left_out_and_counted()
    {
        const string Row = """{"call_type":"acompletion","startTime":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini","custom_llm_provider":"openai","prompt_tokens":100,"completion_tokens":10,"cache_hit":"False","status":"success"}""";
        var file = Analyze($"{Row}\n{Row.Replace("False", "True")}\n{Row.Replace("success", "failure").Replace(":10,", ":0,")}\n").Files[0];
        (file.Read, file.GatewayHits, file.Failed).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void Spans_of_agents_and_tools_are_passed_over()
    {
        const string Span = """{"spanId":"b","startTimeUnixNano":"1761991200000000000","attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-5.4-mini"}},{"key":"gen_ai.usage.input_tokens","value":{"intValue":100}}]}""";
        var file = Analyze($"{Span}\n{Span.Replace("chat", "invoke_agent")}\n{{\"spanId\":\"c\",\"attributes\":[]}}\n").Files[0];
        (file.Read, file.PassedOver, file.Bad).ShouldBe((1, 2, 0));
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"usage":{"\ud800":1},"model":"gpt-5.4-mini"}""")]
    [InlineData("""{"attributes":[{"\ud800":"x"}],"name":"\udc00"}""")]
    [InlineData("""{"data\ud800":[],"x":"\ud800"}""")]
    public void Half_a_letter_in_a_name_breaks_nothing_wherever_it_stands(string line)
    {
        Analyze($"{Good}\n{line}\n{Good}\n").Requests.ShouldBe(2);
        Analyze($"{Good}\n{Good[..^1]},{line[1..]}\n").Requests.ShouldBeInRange(1, 2);
    }

    [Theory]
    [InlineData("""{"usage":{"input":1000,"output":300},"promptTokens":1000,"usageDetails":{"input":600,"input_cached_tokens":400,"output":250,"output_reasoning_tokens":50}}""")]
    [InlineData("""{"usageDetails":{"input":600,"input_cached_tokens":400,"output":250,"output_reasoning_tokens":50},"usage":{"input":1000,"output":300},"completionTokens":300}""")]
    [InlineData("""{"usage":{"input":1000,"output":300},"promptTokens":1000,"usageDetails":{"total":1300}}""")]
    public void What_a_log_says_twice_is_counted_once(string usage)
    {
        var tokens = Analyze(usage[..^1] + ""","traceId":"t","type":"GENERATION","startTime":"2025-11-01T10:00:00Z","model":"gpt-5.4-mini"}""" + "\n").Workloads.ShouldHaveSingleItem().Facts.Usage;
        (tokens.InputTokens, tokens.OutputTokens).ShouldBe((1000, 300));
    }

    [Fact]
    public void A_member_that_is_called_data_makes_no_page() =>
        Analyze(Good[..^1] + ""","data":[{"x":1}]}""" + "\n" + """{"data":[{"x":1}],""" + Good[1..] + "\n").Requests.ShouldBe(2);

    [Fact]
    public void A_span_of_something_else_does_not_hide_what_log_it_is()
    {
        const string Other = """{"name":"GET /","start_time":"2025-11-01T10:00:00Z","attributes":{"http.method":"GET"}}""";
        var file = Analyze(string.Concat(Enumerable.Repeat(Other + "\n", 50)) + """{"name":"chat","start_time":"2025-11-01T10:00:00Z","attributes":{"gen_ai.request.model":"gpt-5.4-mini","gen_ai.usage.input_tokens":5}}""" + "\n").Files[0];
        (file.Format, file.Read, file.PassedOver).ShouldBe((LogFormat.OpenTelemetry, 1, 50));
    }

    private LogAnalysis Analyze(string text, string name = "log.jsonl") => new LogAnalyzer(new LogAnalyzerOptions()).Analyze([_folder.Write(name, text)]);
}

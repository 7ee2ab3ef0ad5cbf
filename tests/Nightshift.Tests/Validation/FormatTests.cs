using Nightshift.Providers;
using Nightshift.Validation;

namespace Nightshift.Tests.Validation;

public sealed class FormatTests
{
    private const string Params = """{"model":"claude","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":BODY}""", "openai")]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/chat/completions","body":BODY}""", "azure")]
    [InlineData("""{"custom_id":"row-01","method":"POST","url":"/v4/chat/completions","body":BODY}""", "zhipu")]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/v1/chat/ds-test","body":BODY}""", "dashscope")]
    [InlineData("""{"custom_id":"a","params":PARAMS}""", "anthropic")]
    [InlineData("""{"requests":[{"custom_id":"a","params":PARAMS}]}""", "anthropic")]
    [InlineData("""{"key":"a","request":{"contents":[{"parts":[{"text":"hi"}]}]}}""", "gemini")]
    [InlineData("""{"custom_id":"a","body":BODY}""", "mistral")]
    public void The_first_line_shows_whose_file_it_is(string line, string format)
    {
        var report = Checked.File(line.Replace("BODY", Checked.GoodBody).Replace("PARAMS", Params));
        report.Format.Name.ShouldBe(format);
        report.Short().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("anthropic", "a b", FaultKind.BadId)]
    [InlineData("anthropic", "naïve", FaultKind.BadId)]
    [InlineData("anthropic", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FaultKind.BadId)]
    [InlineData("zhipu", "a-1", FaultKind.BadId)]
    [InlineData("together", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FaultKind.BadId)]
    public void Ids_follow_the_providers_own_rule(string format, string id, FaultKind kind)
    {
        var line = format == "anthropic" ? $$"""{"custom_id":"{{id}}","params":{{Params}}}""" : Checked.Line(id, url: "/v4/chat/completions");
        Checked.File(line, format).Short().ShouldBe([$"1 {kind}"]);
    }

    [Fact]
    public void An_id_of_any_text_and_length_is_good_where_no_rule_is_known() =>
        Checked.File(Checked.Line($"日本語 🙂 {new string('x', 200)}"), "openai").IsClean.ShouldBeTrue();

    [Theory]
    [InlineData("""{"model":"claude","messages":[{"role":"user","content":"hi"}]}""", FaultKind.BadMaxTokens)]
    [InlineData("""{"model":"claude","max_tokens":0,"messages":[{"role":"user","content":"hi"}]}""", FaultKind.BadMaxTokens)]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":"hi"}]}""", FaultKind.MissingModel)]
    [InlineData("""{"model":"claude","max_tokens":1}""", FaultKind.MissingInput)]
    [InlineData("""{"model":"claude","max_tokens":1,"messages":[{"role":"system","content":"hi"}]}""", FaultKind.BadMessage)]
    [InlineData("""{"model":"claude","max_tokens":1,"messages":[{"role":"user","content":""}]}""", FaultKind.BadMessage)]
    [InlineData("""{"model":"claude","max_tokens":1,"stream":true,"messages":[{"role":"user","content":"hi"}]}""", FaultKind.Streaming)]
    [InlineData("""{"model":"claude","max_tokens":1,"speed":"fast","messages":[{"role":"user","content":"hi"}]}""", FaultKind.Unsupported)]
    public void What_anthropic_says_only_when_the_row_runs_is_said_here(string parameters, FaultKind kind) =>
        Checked.File($$"""{"custom_id":"a","params":{{parameters}}}""").Short().ShouldBe([$"1 {kind}"]);

    [Theory]
    [InlineData("""{"request":{"contents":[{"parts":[{"text":"hi"}]}]}}""", FaultKind.MissingId)]
    [InlineData("""{"key":"b","request":{}}""", FaultKind.MissingInput)]
    [InlineData("""{"key":"b","request":{"contents":[{"role":"user"}]}}""", FaultKind.BadMessage)]
    [InlineData("""{"key":"b","request":{"contents":[{"role":"system","parts":[{"text":"hi"}]}]}}""", FaultKind.BadMessage)]
    [InlineData("""{"key":"a","request":{"content":{"parts":[{"text":"hi"}]}}}""", FaultKind.DuplicateId)]
    public void Gemini_refuses_a_whole_batch_for_one_malformed_row(string line, FaultKind kind) =>
        Checked.File("""{"key":"a","request":{"contents":[{"parts":[{"text":"hi"}]}]}}""" + $"\n{line}").Short().ShouldBe([$"2 {kind}"]);

    [Fact]
    public void What_is_planned_for_a_provider_is_never_more_than_a_file_of_its_may_have()
    {
        foreach (var format in BatchFileFormats.All)
        {
            if (new ProviderCatalog().Find(format.Name)?.Batch is not { } terms)
                continue;
            ((long)terms.MostRows).ShouldBeLessThanOrEqualTo(format.MostRows ?? long.MaxValue, format.Name);
            terms.MostBytes.ShouldBeLessThanOrEqualTo(format.MostBytes ?? long.MaxValue, format.Name);
        }
    }

    [Fact]
    public void Models_and_urls_may_differ_where_the_provider_lets_them()
    {
        var file = $"{Checked.Line("a")}\n{Checked.Line("b", """{"model":"n","input":"hi"}""", "/v1/responses")}\n";
        Checked.File(file, "xai").Short().ShouldBeEmpty();
        Checked.File(file, "openai").Short().ShouldBe(["2 MixedUrls", "2 MixedModels"]);
    }

    [Fact]
    public void Requests_of_one_body_are_named_as_the_provider_names_them()
    {
        var report = Checked.File($$"""
            {"requests": [
              {"custom_id": "a", "params": {{Params}}},
              {"custom_id": "a",
               "params": {{Params}}},
              {"custom_id": "c"}
            ]}
            """);
        report.Faults.Shown.Select(fault => $"{fault.Line} {fault.Sentence}").ShouldBe(
        [
            "3 requests.1 has the custom_id of requests.0 again; give each request its own",
            "5 requests.2 has no params (a JSON object); put the request there",
        ]);
    }

    [Theory]
    [InlineData("""{"requests":[{"custom_id":"a","params":{}},""")]
    [InlineData("""{"requests":[],"model":"claude"}""")]
    [InlineData("""{"requests":[]} trailing""")]
    public void A_body_that_breaks_off_or_has_more_in_it_is_no_json_of_anthropics(string body) =>
        Checked.File(body).Faults.Counts[FaultKind.InvalidJson].ShouldBe(1);
}

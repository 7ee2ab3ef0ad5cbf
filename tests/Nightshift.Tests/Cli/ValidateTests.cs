using System.Text.Json;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class ValidateTests : IDisposable
{
    private const string Good = """{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[{"role":"user","content":"hi"}]}}""";
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_fault_is_a_line_that_editors_understand_and_the_code_is_2()
    {
        var file = _folder.Write("batch.jsonl", $"{Good}\n{Good}\n");
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["validate", file]);
        end.Code.ShouldBe(2);
        end.Output.ShouldStartWith($"{file}:2: has the custom_id of line 1 again; give each request its own\n");
        end.Output.ShouldContain("1 duplicate id");
    }

    [Fact]
    public async Task A_good_file_gives_code_0_and_says_what_it_is()
    {
        var file = _folder.Write("batch.jsonl", $"{Good}\n");
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["validate", file, "--json"]);
        end.Code.ShouldBe(0);
        using var json = JsonDocument.Parse(end.Output);
        json.RootElement.GetProperty("ok").GetBoolean().ShouldBeTrue();
        json.RootElement.GetProperty("format").GetString().ShouldBe("openai");
        json.RootElement.GetProperty("models").GetProperty("m").GetInt64().ShouldBe(1);
        json.RootElement.GetProperty("faults").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_name_that_is_no_provider_is_answered_with_those_there_are()
    {
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["validate", _folder.Write("batch.jsonl", Good), "--for", "antropic"]);
        end.Code.ShouldBe(2);
        end.Errors.ShouldContain("did you mean 'anthropic'?");
    }

    public void Dispose() => _folder.Dispose();
}

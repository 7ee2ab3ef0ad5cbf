using System.CommandLine;
using System.Text.Json;
using Nightshift.Cli;
using Nightshift.Cli.Commands;
using Nightshift.Cli.Options;
using Nightshift.Providers;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>The command, as it is typed, against a provider that counts.</summary>
public sealed class CompareTests : IDisposable
{
    private const int All = 60;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_row_is_paid_once_by_each_model_whatever_is_compared_and_run_afterwards()
    {
        await using var provider = await StartAsync(new());
        var first = await CompareAsync(provider, "openai/gpt-5.4-nano,openai/gpt-5.4-mini");
        first.Code.ShouldBe(ExitCode.Success, first.Errors);
        first.Errors.ShouldContain("20 of 60 rows, spread over the input, through each of 2 models: about $");
        provider.Ledger.Totals.Executed.ShouldBe(40);
        first.Output.ShouldContain("Take openai/gpt-5.4-nano: 75.0 % right, the best and the cheapest of 2, $");
        first.Errors.ShouldContain($"nightshift run {Input()} --prompt '{{{{text}}}}' --model openai/gpt-5.4-nano -o answers.csv");

        var again = await CompareAsync(provider, "openai/gpt-5.4-nano,openai/gpt-5.4-mini");
        again.Output.ShouldBe(first.Output);
        again.Errors.ShouldContain("answered before, nothing to pay");
        provider.Ledger.Totals.Executed.ShouldBe(40, "a second comparison pays nothing");

        var more = await CompareAsync(provider, "openai/label,openai/gpt-5.4-mini,openai/gpt-5.4-nano");
        more.Code.ShouldBe(ExitCode.Success, more.Errors);
        provider.Ledger.Totals.Executed.ShouldBe(60, "one model more pays for that one");

        var run = await RunAsync(provider, "run", Input(), "--prompt", "{{text}}", "--model", "openai/gpt-5.4-nano", "-o", _folder["answers.csv"]);
        run.Code.ShouldBe(ExitCode.Success, run.Errors);
        provider.Ledger.Totals.Executed.ShouldBe(60 + All - 20, "the run pays for the rows that were not compared");
        (await RunAsync(provider, "jobs")).Output.ShouldContain("rows.csv: openai/gpt-5.4-mini");
        (await File.ReadAllLinesAsync(_folder["answers.csv"])).Count(line => line.Contains(",cache,", StringComparison.Ordinal)).ShouldBe(20);
    }

    [Fact]
    public void What_a_shell_would_take_apart_is_quoted_in_it()
    {
        var parse = new RootCommand { CompareCommand.Create() }.Parse(["compare", "my rows.csv", "--prompt", "it's {{x}}", "--models=a/b,c/d", "--where", "n > 1", "--rpm", "7"]);
        RunLine.Of(parse, [ModelsOption.Models], "--model", "a/b").ShouldBe("nightshift run 'my rows.csv' --prompt 'it'\\''s {{x}}' --where 'n > 1' --rpm 7 --model a/b");
    }

    [Fact]
    public async Task Each_model_is_asked_where_its_provider_is_and_with_its_key()
    {
        await using var provider = await StartAsync(new());
        var end = await NightshiftProcess.RunAsync(
            _folder["home"], Command("openai/gpt-5.4-nano,mistral/mistral-small-latest,anthropic/claude-haiku-4-5"), null, ("OPENAI_BASE_URL", Address(provider)),
            ("MISTRAL_BASE_URL", $"{provider.BaseAddress}mistral/v1"), ("MISTRAL_API_KEY", "m"), ("ANTHROPIC_BASE_URL", $"{provider.BaseAddress}anthropic"), ("ANTHROPIC_API_KEY", "a"));
        end.Code.ShouldBe(ExitCode.Success, end.Errors);
        end.Errors.ShouldContain("/mistral/v1/chat/completions");
        end.Errors.ShouldContain("/anthropic/v1/messages");
        provider.Ledger.Calls().CountBy(call => call.Model ?? "").ShouldAllBe(calls => calls.Value == 20);
        end.Output.ShouldContain("Take mistral/mistral-small-latest: 75.0 % right, the best");
    }

    [Fact]
    public async Task For_machines_it_has_the_numbers()
    {
        await using var provider = await StartAsync(new() { Faults = [new FaultRule { Fault = "content-filter", Model = "gpt-5.4-mini", First = 2 }] });
        const string Models = "openai/gpt-5.4-mini,openai/gpt-5.4-nano,openai/label";
        using var json = JsonDocument.Parse((await CompareAsync(provider, Models, "--json")).Output);
        var mini = json.RootElement.GetProperty("models")[0];
        (mini.GetProperty("model").GetString(), mini.GetProperty("failed").GetInt32()).ShouldBe(("openai/gpt-5.4-mini", 2));
        mini.GetProperty("agreement").GetProperty("of").GetInt32().ShouldBe(20);
        mini.GetProperty("same_answer_as").GetProperty("openai/gpt-5.4-nano").GetProperty("rows").GetInt32().ShouldBe(18);
        mini.GetProperty("batch_cost_usd_per_10000_rows").GetProperty("likely").GetDecimal()
            .ShouldBe(mini.GetProperty("cost_usd_per_10000_rows").GetProperty("likely").GetDecimal() / 2, 0.000002m);
        mini.GetProperty("latency_ms_median").GetDecimal().ShouldBeInRange(0, mini.GetProperty("latency_ms_p95").GetDecimal());
        json.RootElement.GetProperty("recommendation").GetProperty("model").GetString().ShouldBe("openai/gpt-5.4-nano");
        json.RootElement.GetProperty("models")[2].GetProperty("cost_usd_per_row").ValueKind.ShouldBe(JsonValueKind.Null, "it has no price");
    }

    [Fact]
    public async Task A_model_that_cannot_be_asked_keeps_the_others_from_nothing()
    {
        await using var provider = await StartAsync(new() { Faults = [new FaultRule { Fault = "404", Model = "gpt-5.4-nano" }] });
        var end = await CompareAsync(provider, "openai/gpt-5.4-nano,openai/gpt-5.4-mini,openai/label");
        end.Code.ShouldBe(ExitCode.Unreachable, end.Errors);
        end.Output.ShouldContain("Left out: openai/gpt-5.4-nano:");
        end.Output.ShouldContain("Take openai/gpt-5.4-mini: 75.0 % right");
    }

    [Fact]
    public async Task Nothing_is_sent_when_one_of_them_has_no_key_and_all_such_are_named()
    {
        await using var provider = await StartAsync(new());
        var end = await CompareAsync(provider, "openai/gpt-5.4-nano,anthropic/claude-sonnet-4-5,mistral/mistral-large-latest");
        end.Code.ShouldBe(ExitCode.Unreachable);
        end.Errors.ShouldContain("nothing was sent: 2 of 3 models cannot be called");
        end.Errors.ShouldContain("  anthropic/claude-sonnet-4-5: ANTHROPIC_API_KEY is not set");
        end.Errors.ShouldContain("  mistral/mistral-large-latest: MISTRAL_API_KEY is not set");
        (provider.Ledger.Totals.Arrived, Directory.Exists(_folder["home"])).ShouldBe((0, false));
    }

    [Theory]
    [InlineData("say which models to compare")]
    [InlineData("one model alone has nothing to be compared with", "--models", "sim/echo")]
    [InlineData("one model alone has nothing to be compared with", "--models", "sim/echo,SIM/echo")]
    [InlineData("--model sim/label has no place here", "--models", "sim/echo,sim/label", "--model", "sim/label")]
    [InlineData("the model 'echo' is not of the form provider/model", "--models", "echo,sim/label")]
    [InlineData("there is no provider 'simm'", "--models", "simm/echo,sim/label")]
    [InlineData("there is no column 'lable' for --expect; did you mean 'label'?", "--models", "sim/echo,sim/label", "--expect", "lable")]
    [InlineData("--margin takes percentage points from 0 to 100, not 101", "--models", "sim/echo,sim/label", "--margin", "101")]
    [InlineData("--rows takes a number above 0, not 0", "--models", "sim/echo,sim/label", "--rows", "0")]
    [InlineData("--base-url is one address", "--models", "openai/echo,sim/label", "--base-url", "http://127.0.0.1:1/v1")]
    [InlineData("rows.csv has no rows to compare models on", "--models", "ollama/a,ollama/b", "--where", "label = 'none'")]
    public async Task What_cannot_be_compared_is_said_before_anything_is_sent(string sentence, params string[] options)
    {
        var root = new RootCommand { CompareCommand.Create() };
        root.Options.Add(HomeOption.Home);
        var parse = root.Parse(["compare", Input(), "--prompt", "{{text}}", "--home", _folder["home"], .. options]);
        var fault = await Should.ThrowAsync<Exception>(() => parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
        (fault is UsageException or ConnectionException { IsMisuse: true }).ShouldBeTrue(fault.ToString());
        fault.Message.ShouldContain(sentence);
    }

    [Fact]
    public async Task An_interrupted_comparison_goes_on_where_it_stopped()
    {
        await using var provider = await StartAsync(new() { Latency = TimeSpan.FromMilliseconds(150) });
        await using var process = NightshiftProcess.Start(_folder["home"], Command("openai/gpt-5.4-nano,openai/gpt-5.4-mini", "--concurrency", "4"), ("OPENAI_BASE_URL", Address(provider)));
        await Eventually.TrueAsync(() => provider.Ledger.Totals.Executed > 3, "calls");
        process.Signal("INT");
        var stopped = await process.EndAsync();
        stopped.Code.ShouldBe(ExitCode.Unfinished, stopped.Errors);
        stopped.Output.ShouldBeEmpty();
        provider.Ledger.Totals.Executed.ShouldBeLessThan(40);

        (await CompareAsync(provider, "openai/gpt-5.4-nano,openai/gpt-5.4-mini")).Code.ShouldBe(ExitCode.Success);
        provider.Ledger.Totals.Executed.ShouldBe(40, "nothing is paid twice");
    }

    private static Task<SimulatorServer> StartAsync(SimulatorOptions options) => SimulatorServer.StartAsync(options, TimeProvider.System, CancellationToken.None);

    private static string Address(SimulatorServer provider) => $"{provider.BaseAddress}openai/v1";

    private Task<Finished> CompareAsync(SimulatorServer provider, string models, params string[] more) => RunAsync(provider, [.. Command(models, more)]);

    private Task<Finished> RunAsync(SimulatorServer provider, params string[] arguments) =>
        NightshiftProcess.RunAsync(_folder["home"], arguments, null, ("OPENAI_BASE_URL", Address(provider)));

    private IReadOnlyList<string> Command(string models, params string[] more) =>
        ["compare", Input(), "--models", models, "--prompt", "{{text}}", "--expect", "label", "--rows", "20", .. more];

    /// <summary>One row in each three is sampled; of these, one in four expects something else than its text.</summary>
    private string Input() => _folder.Write("rows.csv", "text,label\n" + string.Concat(Enumerable.Range(0, All).Select(n => $"ticket {n},{(n % 12 == 2 ? "other" : "TICKET ")}{(n % 12 == 2 ? "" : n)}\n")));
}

using System.Text.Json;
using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class WorkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Once_moves_a_batch_as_far_as_it_goes_and_says_that_it_waits()
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions { BatchDelay = TimeSpan.FromHours(1) }, TimeProvider.System, CancellationToken.None);
        await SubmitAsync(provider, "--strategy", "cheapest");
        for (var turn = 0; turn < 2; turn++)
        {
            var end = await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"]);
            end.Code.ShouldBe(5, end.Errors);
            end.Errors.ShouldContain("The rest is under way at the provider");
            provider.Ledger.Batches().Count.ShouldBe(1, "nothing is made twice however often it is called");
        }

        var status = await NightshiftProcess.RunAsync(_folder["home"], ["status", "1", "--json"]);
        using var json = JsonDocument.Parse(status.Output);
        var batch = json.RootElement.GetProperty("batches").EnumerateArray().Single();
        batch.GetProperty("state").GetString().ShouldBe("submitted");
        batch.GetProperty("rows").GetInt32().ShouldBe(20);
        var shown = await NightshiftProcess.RunAsync(_folder["home"], ["status", "1"]);
        shown.Output.ShouldContain("1 batch, 1 under way; 0 of 20 rows done at the provider");
        shown.Output.ShouldContain($"batch 1 {batch.GetProperty("remote_id").GetString()}: 20 rows, ");
    }

    [Fact]
    public async Task A_batch_that_takes_its_time_holds_up_no_other_job()
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions { BatchDelay = TimeSpan.FromHours(1) }, TimeProvider.System, CancellationToken.None);
        await SubmitAsync(provider, "--strategy", "cheapest");
        await SubmitAsync(provider, "--prompt", "again {{text}}", "--output", _folder["live.csv"]);
        (await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"])).Code.ShouldBe(5);
        File.ReadLines(_folder["live.csv"]).Count().ShouldBe(21);
    }

    [Fact]
    public async Task Forever_takes_up_jobs_that_come_later_and_ends_by_an_interrupt()
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions(), TimeProvider.System, CancellationToken.None);
        await using var work = NightshiftProcess.Start(_folder["home"], ["work", "--forever"]);
        await SubmitAsync(provider);
        await Eventually.TrueAsync(() => File.Exists(_folder["out.csv"]), "the output of a job that was submitted later");

        work.HasExited.ShouldBeFalse();
        work.Signal("INT");
        (await work.EndAsync()).Code.ShouldBe(0);
        File.ReadLines(_folder["out.csv"]).Count().ShouldBe(21);
    }

    [Fact]
    public async Task Once_with_nothing_to_do_is_well() => (await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"])).Code.ShouldBe(0);

    [Fact]
    public async Task Once_and_forever_exclude_each_other() => (await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once", "--forever"])).Code.ShouldBe(2);

    private async Task SubmitAsync(SimulatorServer provider, params string[] options)
    {
        var rows = _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"row {row}\n")));
        string[] all = ["submit", rows, "--model", "openai/echo", "--base-url", $"{provider.BaseAddress}openai/v1", .. options];
        if (!options.Contains("--prompt"))
            all = [.. all, "--prompt", "{{text}}"];
        if (!options.Contains("--output"))
            all = [.. all, "--output", _folder["out.csv"]];
        var end = await NightshiftProcess.RunAsync(_folder["home"], all);
        end.Code.ShouldBe(0, end.Errors);
    }

    public void Dispose() => _folder.Dispose();
}

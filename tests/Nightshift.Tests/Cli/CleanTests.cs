using System.Text.Json;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

public sealed class CleanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_was_kept_is_listed_and_then_deleted()
    {
        await using var provider = await StartAsync();
        await RunAsync(provider, "--keep-remote");
        var listed = await NightshiftProcess.RunAsync(_folder["home"], ["clean", "--dry-run", "--older-than", "0s", "--json"]);
        listed.Code.ShouldBe(0, listed.Errors);
        using var json = JsonDocument.Parse(listed.Output);
        json.RootElement.EnumerateArray().Select(outcome => outcome.GetProperty("outcome").GetString()).ShouldBe(["found", "found", "found"]);
        provider.Ledger.Files().ShouldAllBe(file => file.Deleted == null);

        var cleaned = await NightshiftProcess.RunAsync(_folder["home"], ["clean", "--older-than", "0s"]);
        cleaned.Code.ShouldBe(0, cleaned.Errors);
        cleaned.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.StartsWith("deleted  "));
        cleaned.Errors.ShouldContain("3 deleted.");
        provider.Ledger.Files().ShouldAllBe(file => file.Deleted != null);
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_said_with_exit_code_1()
    {
        await using var provider = await StartAsync("503:call=delete");
        await RunAsync(provider, "--keep-remote");
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["clean", "--older-than", "0s"]);
        end.Code.ShouldBe(1, end.Errors);
        end.Output.ShouldContain("not deleted   sim ");
        end.Output.ShouldContain("HTTP 503");
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_said_with_exit_code_3()
    {
        await using (var provider = await StartAsync())
            await RunAsync(provider);
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["clean"]);
        end.Code.ShouldBe(3, end.Errors);
        end.Output.ShouldStartWith("not asked     sim ");
    }

    [Fact]
    public async Task A_provider_without_batches_is_bad_usage()
    {
        (await NightshiftProcess.RunAsync(_folder["home"], ["clean", "--model", "deepseek/deepseek-chat"], null, ("DEEPSEEK_API_KEY", "sk-test"))).Code.ShouldBe(2);
        (await NightshiftProcess.RunAsync(_folder["home"], ["clean", "--model", "nobody/x"])).Code.ShouldBe(2);
    }

    private static Task<SimulatorServer> StartAsync(params string[] faults) => SimulatorServer.StartAsync(
        new SimulatorOptions { BatchDelay = TimeSpan.Zero, Faults = [.. faults.Select(FaultRule.Parse)] }, TimeProvider.System, CancellationToken.None);

    /// <summary>A job in batches that are looked at soon: the simulator's.</summary>
    private async Task RunAsync(SimulatorServer provider, params string[] options)
    {
        Directory.CreateDirectory(_folder["home"]);
        var rows = _folder.Write("rows.csv", "text\nfirst\nsecond\n");
        string[] all =
        [
            "run", rows, "--model", "sim/echo", "--base-url", $"{provider.BaseAddress}openai/v1", "--prompt", "{{text}}", "--strategy", "cheapest", "-o", _folder["out.csv"], .. options,
        ];
        var end = await NightshiftProcess.RunAsync(_folder["home"], all);
        end.Code.ShouldBe(0, end.Errors);
    }

    public void Dispose() => _folder.Dispose();
}

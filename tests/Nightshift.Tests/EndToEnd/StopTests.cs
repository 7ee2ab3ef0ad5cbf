using System.Text;
using Nightshift.Simulator;

namespace Nightshift.Tests.EndToEnd;

/// <summary>Ctrl-C: once for gently, twice for at once.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_interrupt_finishes_what_is_in_flight_and_the_same_command_goes_on()
    {
        await using var provider = await SimulatorServer.StartAsync(
            new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(300) }, TimeProvider.System, CancellationToken.None);
        var command = Command(provider);
        await using var process = NightshiftProcess.Start(_folder["home"], command);
        await Eventually.TrueAsync(() => provider.Ledger.Totals.Executed > 0 && provider.Ledger.Totals.InFlight > 0, "calls in flight");

        process.Signal("INT");
        var stopped = await process.EndAsync();

        stopped.Code.ShouldBe(5, stopped.Errors);
        stopped.Errors.ShouldContain("Nothing is lost; go on with: the same command");
        stopped.Errors.ShouldContain($"{provider.Ledger.Totals.Executed} succeeded", customMessage: "every call that was in flight is settled");

        var again = await NightshiftProcess.RunAsync(_folder["home"], command);
        again.Code.ShouldBe(0, again.Errors);
        provider.Ledger.Totals.Executed.ShouldBe(200, "nothing is paid twice");
    }

    [Fact]
    public async Task The_second_interrupt_stops_at_once_and_nothing_is_lost()
    {
        await using var slow = await SimulatorServer.StartAsync(
            new SimulatorOptions { Latency = TimeSpan.FromMinutes(5) }, TimeProvider.System, CancellationToken.None);
        var command = Command(slow);
        await using var process = NightshiftProcess.Start(_folder["home"], command);
        await Eventually.TrueAsync(() => slow.Ledger.Totals.InFlight > 0, "calls in flight");

        process.Signal("INT");
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
        process.HasExited.ShouldBeFalse("the first interrupt waits for what is in flight");
        process.Signal("INT");
        var stopped = await process.EndAsync();

        stopped.Code.ShouldBe(5, stopped.Errors);
        var status = await NightshiftProcess.RunAsync(_folder["home"], ["status", "1"]);
        status.Output.ShouldContain("200 pending");
    }

    private string[] Command(SimulatorServer provider)
    {
        var rows = new StringBuilder("text\n");
        for (var row = 0; row < 200; row++)
            rows.Append($"row {row}\n");
        return
        [
            "run", _folder.Write("rows.csv", rows.ToString()), "--model", "openai/echo", "--prompt", "{{text}}",
            "--base-url", $"{provider.BaseAddress}openai/v1", "--concurrency", "8", "-o", _folder["out.csv"],
        ];
    }
}

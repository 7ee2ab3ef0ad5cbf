using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Cli;

/// <summary>The batches of <c>sim/…</c>: those of this process's simulator are gone with it, and that costs seconds.</summary>
public sealed class SimulatedBatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_batch_of_a_simulator_that_is_gone_is_given_up_and_its_rows_are_sent_again()
    {
        await using (var process = Start("run"))
        {
            // The simulator takes two seconds for a batch: this one dies before.
            await Eventually.TrueAsync(() => Status().Contains("\"submitted\"", StringComparison.Ordinal), "a batch at the simulator");
            process.Kill();
        }

        await using var again = Start("run");
        var end = await again.EndAsync();
        end.Code.ShouldBe(0, end.Errors);
        Status().ShouldContain("does not know its batch");
        File.ReadLines(_folder["out.csv"]).Count(line => line.Contains(",succeeded,", StringComparison.Ordinal)).ShouldBe(20);
    }

    [Fact]
    public async Task Work_once_waits_for_what_would_be_gone_with_it()
    {
        await using (var submit = Start("submit"))
            (await submit.EndAsync()).Code.ShouldBe(0);
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"]);
        end.Code.ShouldBe(0, end.Errors);
        File.ReadLines(_folder["out.csv"]).Count().ShouldBe(21);
    }

    [Fact]
    public async Task Cancel_asks_the_provider_too_and_work_waits_for_what_was_done()
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions { BatchDelay = TimeSpan.FromHours(1) }, TimeProvider.System, CancellationToken.None);
        await using (var submit = Start("submit", "--base-url", $"{provider.BaseAddress}openai/v1"))
            (await submit.EndAsync()).Code.ShouldBe(0);
        (await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"])).Code.ShouldBe(5);

        var cancelled = await NightshiftProcess.RunAsync(_folder["home"], ["cancel", "1"]);
        cancelled.Code.ShouldBe(0, cancelled.Errors);
        cancelled.Errors.ShouldContain("20 rows are in batches");
        provider.Ledger.Batches().Single().CancelAsked.ShouldNotBeNull();
        var end = await NightshiftProcess.RunAsync(_folder["home"], ["work", "--once"]);
        end.Code.ShouldBe(5, end.Errors);
        end.Errors.ShouldContain("Its batches have not ended at the provider yet");
    }

    private string Status()
    {
        var status = NightshiftProcess.RunAsync(_folder["home"], ["status", "1", "--json"]);
        return status.GetAwaiter().GetResult().Output;
    }

    private NightshiftProcess Start(string command, params string[] options)
    {
        var rows = _folder.Write("rows.csv", "text\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"row {row}\n")));
        string[] all = [command, rows, "--model", "sim/echo", "--prompt", "{{text}}", "--strategy", "cheapest", "--output", _folder["out.csv"], .. options];
        return NightshiftProcess.Start(_folder["home"], all);
    }

    public void Dispose() => _folder.Dispose();
}

using System.Text;
using Nightshift.Simulator;

namespace Nightshift.Tests.EndToEnd;

/// <summary>A disk that fills up: before anything is paid for, while answers come in, and for good.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const int Rows = 400;
    private readonly SmallDisk _disk = SmallDisk.Mount(megabytes: 120);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_stops_the_job_before_anything_is_paid_for()
    {
        await using var provider = await ProviderAsync(TimeSpan.Zero);
        _disk.Fill(leaveMegabytes: 20);
        var refused = await NightshiftProcess.RunAsync(_disk.Home, Command(provider));
        refused.Code.ShouldBe(5, refused.Errors);
        refused.Errors.ShouldContain("the disk is nearly full");
        refused.Errors.ShouldNotContain("   at ");
        provider.Ledger.Totals.Executed.ShouldBe(0);

        _disk.Free();
        await ShouldFinishAsync(provider, paid: Rows);
    }

    [Fact]
    public async Task A_disk_that_cannot_take_the_input_says_so_and_the_same_command_goes_on()
    {
        await using var provider = await ProviderAsync(TimeSpan.Zero);
        _disk.Fill(leaveMegabytes: 1);
        var refused = await NightshiftProcess.RunAsync(_disk.Home, Command(provider));
        refused.Code.ShouldBe(5, refused.Errors);
        refused.Errors.ShouldContain("the disk is full");
        refused.Errors.ShouldNotContain("   at ");

        _disk.Free();
        await ShouldFinishAsync(provider, paid: Rows);
    }

    [Fact]
    public async Task Answers_that_come_while_the_disk_is_full_are_held_until_there_is_space()
    {
        await using var provider = await ProviderAsync(TimeSpan.FromMilliseconds(400));
        await using var process = NightshiftProcess.Start(_disk.Home, Command(provider));
        await Eventually.TrueAsync(() => provider.Ledger.Totals.InFlight >= 16, "calls in flight");
        _disk.Fill();
        await Eventually.TrueAsync(() => provider.Ledger.Totals.InFlight == 0, "every call is answered");
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        process.HasExited.ShouldBeFalse("it holds paid answers");
        _disk.Free();

        var paused = await process.EndAsync();
        paused.Code.ShouldBe(5, paused.Errors);
        paused.Errors.ShouldContain("the disk is full");
        provider.Ledger.Totals.Executed.ShouldBeInRange(16, Rows - 1);
        await ShouldFinishAsync(provider, paid: Rows);
    }

    [Fact]
    public async Task An_output_that_does_not_fit_is_left_to_do_again_and_nothing_is_paid_again()
    {
        await using var provider = await ProviderAsync(TimeSpan.FromMilliseconds(100));
        var home = _folder["home"];
        var onFullDisk = Path.Combine(Path.GetDirectoryName(_disk.Home)!, "out.csv");
        await using var process = NightshiftProcess.Start(home, [.. Command(provider).SkipLast(1), onFullDisk]);
        await Eventually.TrueAsync(() => provider.Ledger.Totals.Executed > 0, "rows are being paid for");
        _disk.Fill();
        var refused = await process.EndAsync();
        refused.Code.ShouldBe(5, refused.Errors);
        refused.Errors.ShouldContain("the disk is full");

        _disk.Free();
        var finished = await NightshiftProcess.RunAsync(home, [.. Command(provider).SkipLast(1), onFullDisk]);
        finished.Code.ShouldBe(0, finished.Errors);
        provider.Ledger.Totals.Executed.ShouldBe(Rows);
        (await File.ReadAllLinesAsync(onFullDisk)).Length.ShouldBe(Rows + 1);
    }

    private static Task<SimulatorServer> ProviderAsync(TimeSpan latency) =>
        SimulatorServer.StartAsync(new SimulatorOptions { Latency = latency }, TimeProvider.System, CancellationToken.None);

    private async Task ShouldFinishAsync(SimulatorServer provider, int paid)
    {
        var finished = await NightshiftProcess.RunAsync(_disk.Home, Command(provider));
        finished.Code.ShouldBe(0, finished.Errors);
        provider.Ledger.Totals.Executed.ShouldBe(paid, "nothing is paid twice");
        (await File.ReadAllLinesAsync(_folder["out.csv"])).Length.ShouldBe(Rows + 1);
    }

    private string[] Command(SimulatorServer provider)
    {
        var rows = new StringBuilder("text\n");
        for (var row = 0; row < Rows; row++)
            rows.Append($"row {row} {new string('x', 10_000)}\n");
        return
        [
            "run", _folder.Write("rows.csv", rows.ToString()), "--model", "openai/echo", "--prompt", "{{text}}",
            "--base-url", $"{provider.BaseAddress}openai/v1", "--concurrency", "16", "-o", _folder["out.csv"],
        ];
    }
}

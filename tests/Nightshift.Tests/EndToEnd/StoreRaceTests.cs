using System.Text;
using Nightshift.Simulator;

namespace Nightshift.Tests.EndToEnd;

/// <summary>Many processes want one store at the same moment.</summary>
public sealed class StoreRaceTests(ITestOutputHelper output) : IDisposable
{
    private const int Racers = 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_twenty_that_start_at_once_one_wins_and_the_others_say_who_until_it_is_killed()
    {
        var rounds = HowMany.Of(3, 50);
        await using var provider = await SimulatorServer.StartAsync(
            new SimulatorOptions { Latency = TimeSpan.FromMinutes(10) }, TimeProvider.System, CancellationToken.None);
        for (var round = 1; round <= rounds; round++)
        {
            var home = _folder[$"home{round}"];
            await using var winner = await RaceAsync(provider, home, Racers);

            winner.Signal("STOP");
            ShouldBeRefused(await NightshiftProcess.RunAsync(home, Command(provider)), winner);

            winner.Kill();
            await winner.EndAsync();
            await using var heir = await RaceAsync(provider, home, 4);
        }

        output.WriteLine($"{rounds} rounds of {Racers} at once: {rounds} won, {rounds * (Racers - 1)} refused with the holder's name; " +
            $"{rounds} refused by a stopped holder; {rounds} won after its kill among 4, {rounds * 3} refused");
    }

    /// <summary>Starts them, sees all but one refused, and the one at work.</summary>
    private async Task<NightshiftProcess> RaceAsync(SimulatorServer provider, string home, int racers)
    {
        var sentBefore = provider.Ledger.Totals.Executed;
        var command = Command(provider);
        var all = Enumerable.Range(0, racers).Select(_ => NightshiftProcess.Start(home, command)).ToList();
        try
        {
            await Eventually.TrueAsync(() => all.Count(process => process.HasExited) >= racers - 1, "all but one are refused");
            var winner = all.Single(process => !process.HasExited);
            foreach (var loser in all.Where(process => process != winner))
                ShouldBeRefused(await loser.EndAsync(), winner);
            await Eventually.TrueAsync(() => provider.Ledger.Totals.Executed > sentBefore, "the winner sends");
            all.Remove(winner);
            return winner;
        }
        finally
        {
            foreach (var process in all)
                await process.DisposeAsync();
        }
    }

    private static void ShouldBeRefused(Finished refused, NightshiftProcess holder)
    {
        refused.Code.ShouldBe(2, refused.Errors);
        refused.Errors.ShouldContain($"in use by process {holder.Id} ");
        refused.Errors.ShouldNotContain("   at ");
    }

    private string[] Command(SimulatorServer provider)
    {
        var rows = _folder["rows.csv"];
        if (!File.Exists(rows))
            File.WriteAllText(rows, "text\nx\ny\n", Encoding.UTF8);
        return ["run", rows, "--model", "openai/echo", "--prompt", "{{text}}", "--base-url", $"{provider.BaseAddress}openai/v1", "-o", _folder["out.csv"]];
    }
}

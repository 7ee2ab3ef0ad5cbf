namespace Nightshift.Tests.EndToEnd;

/// <summary>TERM, and KILL some moments later: what service managers and container hosts do.</summary>
public sealed class TermThenKillTests(ITestOutputHelper output)
{
    private const double LongestGrace = 3;
    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task The_same_command_goes_on_after_each_and_nothing_is_lost()
    {
        var rounds = HowMany.Of(5, 100);
        var random = Seed.Random(output);
        // A round sends at most the calls of two latencies.
        await using var bench = await KillBench.CreateAsync(rows: 100 * (rounds + 1), random, Latency);
        var killed = 0;
        for (var round = 1; round <= rounds; round++)
        {
            // One that surely cuts calls short, and one that surely lets them finish, are among them.
            var grace = round switch { 1 => 0.1, 2 => LongestGrace, _ => random.NextDouble() * LongestGrace };
            await using var process = bench.Start();
            await Eventually.TrueAsync(() => bench.Provider.Ledger.Totals.InFlight > 0, "calls in flight");
            process.Signal("TERM");
            var ended = process.EndAsync();
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(grace), TimeProvider.System, CancellationToken.None));
            var inFlight = bench.Provider.Ledger.Totals.InFlight;
            process.Kill();
            var (code, _, errors) = await ended;
            if (code == KillBench.KilledCode)
            {
                killed++;
                output.WriteLine($"round {round}: killed {grace:0.0} s after TERM: {await bench.BookKillAsync(inFlight)}");
            }
            else
            {
                code.ShouldBe(5, errors);
                errors.ShouldContain("Nothing is lost");
                output.WriteLine($"round {round}: it ended by itself within {grace:0.0} s");
            }

            await Eventually.TrueAsync(() => bench.Provider.Ledger.Totals.InFlight == 0, "the provider is done with what was cut short");
        }

        output.WriteLine($"{rounds} TERMs, {killed} KILLs. {await bench.FinishAsync()}");
        killed.ShouldBeInRange(1, rounds - 1);
    }
}

namespace Nightshift.Tests.EndToEnd;

/// <summary>kill -9 at random moments and at named points, and the same command again until it is done: what users do.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    [Fact]
    public async Task Random_kills_lose_nothing_duplicate_nothing_and_cross_nothing()
    {
        var random = Seed.Random(output);
        var all = KillFigures.None;
        for (var round = 0; round < HowMany.Of(1, 25); round++)
            all += await KillAtRandomAsync(random);
        output.WriteLine(all.ToString());
    }

    /// <summary>Each place where a crash hurts most, and how often it is passed before the kill comes.</summary>
    public static TheoryData<string, int[]> Points => new()
    {
        { "intake-chunk-stored", [1] },
        { "store-before-commit", [1, 2, 5, 20] },
        { "store-after-commit", [1, 3, 8, 20] },
        { "claim-stored", [1, 2, 3] },
        { "intent-stored", [1, 2, 5] },
        { "send-after-intent", [1, 2, 5] },
        { "send-after-answer", [1, 50, 200] },
        { "settle-before-commit", [1, 2, 5] },
        { "settle-after-commit", [1, 2, 5] },
        { "verdicts-stored", [1, 2, 5] },
        { "output-mid-file", [1, 1] },
        { "output-before-rename", [1, 1] },
        { "output-after-rename", [1, 1] },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_kill_at_a_named_point_loses_nothing_duplicates_nothing_and_crosses_nothing(string point, int[] passes)
    {
        var random = Seed.Random(output);
        var all = KillFigures.None;
        for (var kills = 0; kills < HowMany.Of(1, 50); kills += passes.Length)
            all += await KillAtAsync(point, passes, random);
        output.WriteLine($"{point}: {all}");
    }

    private async Task<KillFigures> KillAtRandomAsync(Random random)
    {
        await using var bench = await KillBench.CreateAsync(rows: 20_000, random, latency: TimeSpan.FromMilliseconds(15));
        for (var kill = 1; bench.WhileSending < Kills; kill++)
        {
            kill.ShouldBeLessThan(10 * Kills, "the kills must hit work in progress");
            await using var process = bench.Start();
            var arrived = bench.Provider.Ledger.Totals.Arrived;
            await Eventually.TrueAsync(() => process.HasExited || bench.Provider.Ledger.Totals.Arrived > arrived, "a call");
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(700)), TimeProvider.System, CancellationToken.None);
            process.HasExited.ShouldBeFalse($"it was done after {kill - 1} kills: make the job longer");
            var inFlight = bench.Provider.Ledger.Totals.InFlight;
            process.Kill();
            await process.EndAsync();
            output.WriteLine($"kill {kill}: {await bench.BookKillAsync(inFlight)}");
        }

        return await bench.FinishAsync();
    }

    private static async Task<KillFigures> KillAtAsync(string point, int[] passes, Random random)
    {
        await using var bench = await KillBench.CreateAsync(rows: 3_000, random);
        foreach (var nth in passes)
        {
            await using var process = bench.Start(("NIGHTSHIFT_FAILPOINT", $"{point}:{nth}:kill"));
            var ended = await process.EndAsync();
            ended.Code.ShouldBe(KillBench.KilledCode, $"the failpoint must fire: {point}, passed {nth} times. {ended.Errors}");
            await bench.BookKillAsync();
        }

        return await bench.FinishAsync();
    }
}

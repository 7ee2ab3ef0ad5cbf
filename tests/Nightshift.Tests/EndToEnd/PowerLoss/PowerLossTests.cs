namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>
/// The power goes at any moment: what the disk then holds is what was synced, and any part of what was not. Built from what the real
/// program wrote and synced, and opened again with the engine.
/// </summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    private const int ImagesPerRunOnIt = 7;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_that_was_acknowledged_survives_a_loss_of_power(bool afterKill)
    {
        Strace.Require();
        var random = Seed.Random(output);
        await using var bench = await PowerLossBench.RecordAsync(random, afterKill);
        output.WriteLine(bench.Figures);
        bench.CheckRecording();

        var images = HowMany.Of(20, 250);
        var tears = Enum.GetValues<Tear>();
        var (built, torn, runs) = (new int[tears.Length], new int[tears.Length], 0);
        for (var image = 0; image < images; image++)
        {
            var tear = image % tears.Length;
            var goOn = image % ImagesPerRunOnIt == ImagesPerRunOnIt - 1;
            runs += goOn ? 1 : 0;
            built[tear]++;
            torn[tear] += await bench.CutAsync(tears[tear], random, goOn) ? 1 : 0;
        }

        output.WriteLine($"{images} images: {string.Join(", ", tears.Select(tear => $"{tear} {built[(int)tear]} (of them {torn[(int)tear]} lack something)"))}; "
            + $"acknowledged and lost 0, damaged 0, half commits 0, {runs} run to the end");
        torn[(int)Tear.Everything].ShouldBe(0);
        torn.Sum().ShouldBeGreaterThan(images / 3, "unsynced writes must get lost");
    }
}

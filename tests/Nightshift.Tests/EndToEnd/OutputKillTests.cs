namespace Nightshift.Tests.EndToEnd;

/// <summary>kill -9 while the output is written: under its name there is the old one or the new one, never a part.</summary>
public sealed class OutputKillTests(ITestOutputHelper output)
{
    private const int Rows = 60_000;

    [Fact]
    public async Task Random_kills_during_the_output_leave_a_whole_file_or_none()
    {
        var random = Seed.Random(output);
        await using var bench = await KillBench.CreateAsync(Rows, random);
        await bench.FinishAsync();
        var whole = await File.ReadAllBytesAsync(bench.Output);
        var target = bench.Output + ".again.jsonl";
        var (kills, inTheMiddle, start) = (0, 0, 100);
        while (kills < HowMany.Of(10, 500))
        {
            await using var process = NightshiftProcess.Start(bench.Home, ["results", "1", "-o", target]);
            await Task.Delay(TimeSpan.FromMilliseconds(start + random.Next(100)), TimeProvider.System, CancellationToken.None);
            var wasWriting = Partials(target).Length > 0;
            // A busy machine takes longer to come to the first row, and a quick one is soon at the last.
            start = Math.Max(50, start + (wasWriting ? 0 : process.HasExited ? -25 : 50));
            if (process.HasExited)
                continue;
            process.Kill();
            await process.EndAsync();
            kills++;
            inTheMiddle += wasWriting ? 1 : 0;
            if (File.Exists(target))
            {
                (await File.ReadAllBytesAsync(target)).AsSpan().SequenceEqual(whole).ShouldBeTrue("what has the name is whole");
                File.Delete(target);
            }
        }

        var finished = await NightshiftProcess.RunAsync(bench.Home, ["results", "1", "-o", target]);
        finished.Code.ShouldBe(0, finished.Errors);
        (await File.ReadAllBytesAsync(target)).AsSpan().SequenceEqual(whole).ShouldBeTrue();
        Partials(target).ShouldBeEmpty("a later writer clears away what a killed one left");
        output.WriteLine($"{kills} kills over an output of {Rows} rows, {inTheMiddle} of them in the middle of the file: never a part under the name");
        inTheMiddle.ShouldBeGreaterThan(kills / 3, "the kills must hit the writing");
    }

    private static string[] Partials(string target) => Directory.GetFiles(Path.GetDirectoryName(target)!, "*.partial");
}

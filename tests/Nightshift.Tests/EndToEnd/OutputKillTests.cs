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
        var (wanted, kills, inTheMiddle) = (HowMany.Of(10, 500), 0, 0);
        while (inTheMiddle < wanted)
        {
            kills.ShouldBeLessThan(10 * wanted, "the kills must hit the writing");
            var leftOver = Partials(target);
            IEnumerable<string> Begun() => Partials(target).Except(leftOver);

            await using var process = NightshiftProcess.Start(bench.Home, ["results", "1", "-o", target]);
            // Two of three wait until the file is begun: a busy machine may take a second for the start of a process.
            if (kills % 3 > 0)
                await Eventually.TrueAsync(() => process.HasExited || Begun().Any(), "the file is begun");
            await Task.Delay(TimeSpan.FromMilliseconds(kills % 3 > 0 ? random.Next(40) : 100 + random.Next(250)), TimeProvider.System, CancellationToken.None);
            var wasWriting = Begun().Any();
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
    }

    private static string[] Partials(string target) => Directory.GetFiles(Path.GetDirectoryName(target)!, "*.partial");
}

namespace Nightshift.Tests.EndToEnd;

/// <summary>
/// Every system call with which the program writes to the disk is once its last one, or is refused by the disk; then the same command
/// is run again. All of them with <c>./test --full</c>, a sample otherwise.
/// </summary>
public sealed class SyscallFaultTests(ITestOutputHelper output)
{
    private const int Rows = 200;

    [Theory]
    [InlineData(SyscallFault.Kill, 16)]
    [InlineData("error=EIO", 8)]
    [InlineData("error=ENOSPC", 8)]
    public async Task A_fault_at_any_system_call_loses_nothing_duplicates_nothing_and_crosses_nothing(string fault, int sample)
    {
        Strace.Require();
        var random = Seed.Random(output);
        await using var bench = await FaultBench.CreateAsync(Rows, random);
        var faults = new List<SyscallFault>();
        foreach (var run in Enum.GetValues<FaultyRun>())
        {
            foreach (var call in SyscallFault.Calls)
            {
                var most = await bench.CountCallsAsync(run, call);
                output.WriteLine($"{run}, {call}: {most} by the busiest thread");
                faults.AddRange(Enumerable.Range(1, most).Select(nth => new SyscallFault(run, call, fault, nth)));
            }
        }

        foreach (var each in Choose(faults, random, sample))
            await bench.TryAsync(each);

        output.WriteLine($"{fault}: {bench.Figures}");
        bench.Fired.ShouldBeGreaterThan(Math.Min(sample, faults.Count) / 2, "faults must fire");
    }

    /// <summary>Of each kind of call in each run about as many.</summary>
    private static IEnumerable<SyscallFault> Choose(List<SyscallFault> faults, Random random, int sample)
    {
        if (HowMany.All)
            return faults;
        var shuffled = faults.ToArray();
        random.Shuffle(shuffled);
        return shuffled.GroupBy(fault => (fault.Run, fault.Call)).SelectMany(kind => kind.Index()).OrderBy(fault => fault.Index).Take(sample).Select(fault => fault.Item);
    }
}

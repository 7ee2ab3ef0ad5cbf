namespace Nightshift.Tests.EndToEnd;

/// <summary>
/// Every system call with which the program writes to the disk is once its last one, or is refused by the disk; then the same command
/// is run again. A sample, or with <c>./test --full</c> a kill at each of them and a larger sample of errors.
/// </summary>
public sealed class SyscallFaultTests(ITestOutputHelper output)
{
    private const int Rows = 200;

    [Fact]
    public async Task A_fault_at_any_system_call_loses_nothing_duplicates_nothing_and_crosses_nothing()
    {
        Strace.Require();
        var random = Seed.Random(output);
        await using var bench = await FaultBench.CreateAsync(Rows, random);
        var counted = new Dictionary<(FaultyRun Run, string Call), int>();
        foreach (var run in Enum.GetValues<FaultyRun>())
        {
            var calls = await bench.CountCallsAsync(run);
            output.WriteLine($"{run}, calls of the busiest thread: {string.Join(", ", calls.Select(call => $"{call.Key} {call.Value}"))}");
            foreach (var (call, most) in calls.Where(call => call.Value > 0))
                counted[(run, call)] = most;
        }

        if (HowMany.All)
            await KillAtEachAsync(bench, counted.OrderBy(kind => kind.Value).Select(kind => kind.Key));
        else
            await TryAsync(bench, Sample(SyscallFault.Kill, 14));
        await TryAsync(bench, Sample("error=EIO", HowMany.Of(8, 150)));
        await TryAsync(bench, Sample("error=ENOSPC", HowMany.Of(8, 150)));

        output.WriteLine(bench.Figures);
        bench.Fired.ShouldBeGreaterThanOrEqualTo(20, "faults must fire");

        // Of each kind of call in each run about as many.
        IEnumerable<SyscallFault> Sample(string fault, int size)
        {
            var all = counted.SelectMany(kind => Enumerable.Range(1, kind.Value).Select(nth => new SyscallFault(kind.Key.Run, kind.Key.Call, fault, nth))).ToArray();
            random.Shuffle(all);
            return all.GroupBy(each => (each.Run, each.Call)).SelectMany(kind => kind.Index()).OrderBy(each => each.Index).Take(size).Select(each => each.Item);
        }
    }

    private static async Task TryAsync(FaultBench bench, IEnumerable<SyscallFault> faults)
    {
        foreach (var fault in faults)
            await bench.FiresAsync(fault);
    }

    /// <summary>One after the other, until a run makes fewer than that and ends in peace.</summary>
    private async Task KillAtEachAsync(FaultBench bench, IEnumerable<(FaultyRun Run, string Call)> kinds)
    {
        foreach (var (run, call) in kinds)
        {
            var nth = 1;
            while (await bench.FiresAsync(new SyscallFault(run, call, SyscallFault.Kill, nth)))
                nth++;
            output.WriteLine($"{run}, {call}: killed at each of {nth - 1}");
        }
    }
}

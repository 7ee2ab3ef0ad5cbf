namespace Nightshift.Tests.EndToEnd;

/// <summary>Runs of one job under strace, each followed by an unharmed one that must find all in order.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private readonly KillBench _bench;
    private readonly TemporaryFolder _logs = new();
    private readonly Dictionary<FaultyRun, KillBench.Mark?> _marks = new() { [FaultyRun.Fresh] = null };
    private readonly SortedDictionary<string, int> _fired = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _phases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, int> _codes = [];
    private int _notReached;

    private FaultBench(KillBench bench) => _bench = bench;

    public int Fired => _fired.Values.Sum();

    public string Figures =>
        $"{Fired} fired ({Join(_fired)}), {_notReached} were not reached; phases: {Join(_phases)}; exit codes: {Join(_codes)}; lost 0, duplicated 0, cross-talk 0";

    private string Log => _logs["strace.log"];

    public static async Task<FaultBench> CreateAsync(int rows, Random random)
    {
        var bench = await KillBench.CreateAsync(rows, random);
        var faults = new FaultBench(bench);
        await using (var killed = bench.Start(("NIGHTSHIFT_FAILPOINT", "settle-after-commit:2:kill")))
            (await killed.EndAsync()).Code.ShouldBe(KillBench.KilledCode);
        faults._marks[FaultyRun.Resumed] = await bench.MarkAsync("killed");
        await using (var whole = bench.Start())
            (await whole.EndAsync()).Code.ShouldBe(0);
        faults._marks[FaultyRun.Output] = await bench.MarkAsync("whole");
        return faults;
    }

    /// <summary>How many calls of each kind the busiest thread of an unharmed run makes.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountCallsAsync(FaultyRun run)
    {
        await _bench.RewindAsync(_marks[run]);
        await using var counted = _bench.StartUnder(Strace.Counting(Log, SyscallFault.Calls));
        var finished = await counted.EndAsync();
        finished.Code.ShouldBe(0, finished.Errors);
        return SyscallFault.Calls.ToDictionary(call => call, call => Strace.MostCallsOfAThread(Log, call, Paths(call)));
    }

    /// <summary>Runs into the fault, then without it; false when the run ended before the fault.</summary>
    public async Task<bool> FiresAsync(SyscallFault fault)
    {
        await _bench.RewindAsync(_marks[fault.Run]);
        await using var harmed = _bench.StartUnder(Strace.Injecting(Log, fault.Call, fault.Fault, fault.Nth, Paths(fault.Call)));
        var ended = await harmed.EndAsync();
        var fired = fault.IsKill ? ended.Code == KillBench.KilledCode : Strace.CountInjected(Log) > 0;
        Count(_codes, ended.Code);
        if (fired)
        {
            Count(_fired, $"{fault.Run} {fault.Call} {fault.Fault.Split('=')[1]}");
            if (!fault.IsKill)
                ShouldBeSaid(fault, ended);
            await _bench.BookKillAsync();
            foreach (var phase in _bench.Phases.Keys)
                Count(_phases, phase);
        }
        else
        {
            ended.Code.ShouldBe(0, $"{fault} did not fire. {ended.Errors}");
            _notReached++;
        }

        try
        {
            await _bench.FinishAsync();
        }
        catch (ShouldAssertException broken)
        {
            throw new InvalidOperationException($"{fault}: {broken.Message} After the fault: {ended.Code} {ended.Errors}", broken);
        }

        return fired;
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _logs.Dispose();
    }

    /// <summary>What is refused ends the run with a sentence, or does not matter.</summary>
    private static void ShouldBeSaid(SyscallFault fault, Finished ended)
    {
        ended.Errors.ShouldNotContain("   at ", customMessage: $"{fault}: {ended.Errors}");
        ended.Code.ShouldBeOneOf(fault.Call == "write" ? [0, 5] : [0, 2, 5], $"{fault}: {ended.Errors}");
    }

    /// <summary>The files of the store and the output where the runtime makes the same calls for its own.</summary>
    private string[] Paths(string call) => call switch
    {
        "write" => [InHome("nightshift.db"), InHome("nightshift.db-wal"), InHome("nightshift.db-journal")],
        "openat" =>
        [
            _bench.Home, InHome("nightshift.db"), InHome("nightshift.db-wal"), InHome("nightshift.db-journal"), InHome("nightshift.db-shm"),
            InHome("nightshift.lock"), InHome("owner.json"), _bench.Output, Path.GetDirectoryName(_bench.Output)!,
        ],
        _ => [],
    };

    private string InHome(string name) => Path.Combine(_bench.Home, name);

    private static void Count<TKey>(SortedDictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static string Join<TKey>(SortedDictionary<TKey, int> counts)
        where TKey : notnull => string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"));
}

using Nightshift.Model;
using Nightshift.Simulator;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Tests.EndToEnd;

/// <summary>
/// A job that is killed again and again: the real program, a provider that survives it and keeps the books, and the check of what
/// must hold when it is done at last.
/// </summary>
internal sealed partial class KillBench : IAsyncDisposable
{
    /// <summary>What a shell reports of a process that SIGKILL ended, and .NET too.</summary>
    public const int KilledCode = 137;

    private readonly TemporaryFolder _folder = new();
    private readonly int _rows;
    private int _inFlightAtKills;
    private long _toPay;

    private KillBench(SimulatorServer provider, int rows, Random random, string outputName)
    {
        Provider = provider;
        (_rows, _toPay) = (rows, rows);
        Output = _folder[outputName];
        Command =
        [
            "run", _folder.Write("rows.csv", EchoRows.Csv(rows, random)), "--id", "id", "--model", $"openai/{EchoRows.Model}", "--prompt", EchoRows.Prompt,
            "--base-url", $"{provider.BaseAddress}openai/v1", "--concurrency", "48", "-o", Output,
        ];
    }

    public SimulatorServer Provider { get; }

    public string Home => _folder["home"];

    public string Output { get; }

    public string[] Command { get; }

    /// <summary>How many of the kills so far came in which phase.</summary>
    public Dictionary<string, int> Phases { get; } = [];

    /// <summary>Those of the kills that came while rows were sent.</summary>
    public int WhileSending => Phases.GetValueOrDefault("sending");

    public static async Task<KillBench> CreateAsync(int rows, Random random, TimeSpan latency = default, string outputName = "answers.jsonl") =>
        new(await SimulatorServer.StartAsync(new SimulatorOptions { Latency = latency }, TimeProvider.System, CancellationToken.None), rows, random, outputName);

    /// <summary>Starts it as the last arguments of another program.</summary>
    public NightshiftProcess StartUnder(params IEnumerable<string> wrapper) => NightshiftProcess.StartUnder(wrapper, Home, Command);

    public NightshiftProcess Start(params (string Name, string? Value)[] environment) => NightshiftProcess.Start(Home, Command, environment);

    /// <summary>Books a kill: what it hit, and how many calls may have been paid for in vain.</summary>
    public async Task<string> BookKillAsync(int inFlightBefore = 0)
    {
        var (phase, sent) = await LookAsync();
        Phases[phase] = Phases.GetValueOrDefault(phase) + 1;
        // Calls that were on their way to the provider have arrived by now, or never will.
        var inFlight = Math.Max(sent, Math.Max(inFlightBefore, Provider.Ledger.Totals.InFlight));
        _inFlightAtKills += inFlight;
        return $"{phase}, {inFlight} in flight";
    }

    /// <summary>Runs to the end, then holds everything against what must be; returns the figures.</summary>
    public async Task<KillFigures> FinishAsync()
    {
        await using var last = Start();
        var finished = await last.EndAsync();
        finished.Code.ShouldBe(0, finished.Errors);
        EchoRows.Check(Output, _rows);
        var duplicates = Provider.Ledger.Totals.Executed - _toPay;
        duplicates.ShouldBeInRange(0, _inFlightAtKills, "paid duplicates, against the calls in flight at the kills");
        await using var store = SqliteStore.OpenReadOnly(Home);
        (await store.CheckAsync().ToListAsync()).ShouldBeEmpty();
        return new KillFigures(_rows, Phases.ToDictionary(), duplicates, _inFlightAtKills);
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(string Phase, int Sent)> LookAsync()
    {
        if (!StoreFolder.Exists(Home))
            return ("start", 0);
        try
        {
            await using var store = SqliteStore.OpenReadOnly(Home);
            if (await store.ListJobsAsync() is not [var job])
                return ("start", 0);
            return (job.State == JobState.Intake ? "intake" : job.Counts.Done < job.Counts.Total ? "sending" : "output", (int)job.Counts.Sent);
        }
        catch (StoreException)
        {
            // The kill came before the store had its tables.
            return ("start", 0);
        }
    }
}

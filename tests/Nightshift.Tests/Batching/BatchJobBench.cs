using System.Text;
using Nightshift.Batching;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;
using Nightshift.Simulator;
using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Faults;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Batching;

/// <summary>
/// A job through a provider's batch API: the engine on a real store, the simulator over real HTTP, both on one clock that jumps from one
/// event to the next, so that hours take no time.
/// </summary>
internal sealed class BatchJobBench : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Hung = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryFolder _folder = new();
    private readonly CallCounter _calls = new();
    private readonly Dialect _dialect;

    private BatchJobBench(Dialect dialect, ManualTime time, SimulatorServer provider) => (_dialect, Time, Provider) = (dialect, time, provider);

    public ManualTime Time { get; }

    public SimulatorServer Provider { get; }

    /// <summary>The calls between engine and provider.</summary>
    public CallCounter Calls => _calls;

    public string Home => _folder["home"];

    /// <summary>How far the clock moves when nothing happens: small where minutes count, because a busy machine is idle a little too often.</summary>
    public TimeSpan IdleStep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What models cost, for this test.</summary>
    public PriceBook Prices { get; set; } = PriceBook.Default;

    /// <summary>Where models are, for this test; null for the dialect's provider alone.</summary>
    public ProviderCatalog? Catalog { get; set; }

    /// <summary>What the provider's terms are, for this test.</summary>
    public Func<BatchTerms, BatchTerms> Terms { get; set; } = terms => terms;

    public static async Task<BatchJobBench> CreateAsync(string dialect, IEnumerable<FaultRule>? faults = null, SimulatorOptions? options = null, TimeSpan? idleStep = null)
    {
        var time = new ManualTime();
        options ??= new SimulatorOptions { BatchDelay = TimeSpan.FromMinutes(20) };
        return new(Dialect.Of(dialect), time, await SimulatorServer.StartAsync(options with { Faults = [.. faults ?? []] }, time, CancellationToken.None))
        {
            IdleStep = idleStep ?? TimeSpan.FromSeconds(30),
        };
    }

    public Task<NightshiftEngine> OpenAsync(string key = "sk-test") => NightshiftEngine.OpenAsync(new EngineOptions
    {
        Home = Home,
        Seed = 1,
        Time = Time,
        Prices = Prices,
        Catalog = Catalog ?? new ProviderCatalog([_dialect.With(Terms)]),
        CreateTransport = NewTransport,
        Environment = name => Variable(name, key),
    });

    /// <summary>What is at the provider and was not deleted.</summary>
    public IReadOnlyList<LedgerFile> Files() => [.. Provider.Ledger.Files().Where(file => file.Deleted is null)];

    /// <summary>An upload that no job made, with the account of every job.</summary>
    public async Task UploadAsync(string name)
    {
        var path = _folder.Write(name, "{}\n");
        var connection = Connection.Resolve($"{_dialect.Provider}/echo", Address, new ProviderCatalog([_dialect.With(Terms)]), variable => Variable(variable, "sk-test"));
        using var lane = new BatchLane(connection, NewTransport(), Time);
        (await WithClockAsync(lane.Protocol.UploadAsync(lane.Channel, new SpoolFile(path, name, 3, 1), CancellationToken.None))).ShouldBeOfType<Effect<RemoteFile>.Done>();
    }

    private string Address => $"{Provider.BaseAddress}{_dialect.Path}";

    private HttpMessageInvoker NewTransport() => new(_calls, disposeHandler: false);

    private string? Variable(string name, string key) => name.Contains("REVOKED", StringComparison.Ordinal) ? "sk-revoked"
        : name.EndsWith("_KEY", StringComparison.Ordinal) ? key
        : name.EndsWith("_ACCOUNT_ID", StringComparison.Ordinal) ? "acme"
        : name.EndsWith("_BASE_URL", StringComparison.Ordinal) ? Address
        : null;

    /// <summary>A job of so many rows, each of which asks for its own text back.</summary>
    public JobRequest Request(int rows, Strategy strategy = Strategy.Cheapest)
    {
        var csv = new StringBuilder("text\n");
        for (var row = 0; row < rows; row++)
            csv.Append($"{Text(row)}\n");
        return new JobRequest
        {
            Input = new InputSource(_folder.Write("rows.csv", csv.ToString())),
            Task = new TaskDefinition { Model = $"{_dialect.Provider}/echo", Prompt = "{{text}}", MaxTokens = 100 },
            BaseUrl = Address,
            Strategy = strategy,
        };
    }

    public string Write(string name, string content) => _folder.Write(name, content);

    public static string Text(int row) => $"text of row {row}";

    /// <summary>Runs to the end of the job, with the clock behind it.</summary>
    public async Task<JobEnd> RunAsync(JobRequest request, RunControl control = default)
    {
        await using var engine = await OpenAsync();
        return await WithClockAsync(engine.RunAsync(request, control: control));
    }

    /// <summary>Moves the clock on whenever nothing happens, until the work is done.</summary>
    public async Task<T> WithClockAsync<T>(Task<T> work)
    {
        var (steps, since) = (-1L, TimeProvider.System.GetTimestamp());
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
            if (_calls.Steps != steps)
                (steps, since) = (_calls.Steps, TimeProvider.System.GetTimestamp());
            var isUnderWay = _calls.UnderWay > 0;
            if (TimeProvider.System.GetElapsedTime(since) < (isUnderWay ? Hung : Quiet))
                continue;
            Time.Advance(isUnderWay ? Time.UntilNext ?? IdleStep : IdleStep);
            if (Time.Elapsed > TimeSpan.FromDays(5))
                Assert.Fail($"the work must come to an end: {await StandingAsync()}");
        }

        return await work;
    }

    /// <summary>Where job and batches are, for a test that went wrong.</summary>
    private async Task<string> StandingAsync()
    {
        await using var store = SqliteStore.OpenReadOnly(Home);
        var jobs = (await store.ListJobsAsync()).Select(job => $"job {job.Id} {job.State} {job.Counts}");
        var batches = (await store.ListBatchesAsync()).Select(batch => $"batch {batch.Id} {batch.State} {batch.RemoteStatus} try {batch.Tries} next {batch.NextStepAt} {batch.FaultCode} {batch.Fault}");
        return string.Join('\n', [$"at {Time.GetUtcNow()}, {_calls.UnderWay} calls under way", .. jobs, .. batches]);
    }

    public async Task<IReadOnlyList<Batch>> BatchesAsync()
    {
        await using var engine = await OpenAsync();
        return await engine.Store.ListBatchesAsync();
    }

    public async Task<IReadOnlyList<Anomaly>> AnomaliesAsync()
    {
        await using var engine = await OpenAsync();
        var anomalies = new List<Anomaly>();
        foreach (var batch in await engine.Store.ListBatchesAsync())
            anomalies.AddRange(await engine.Store.ListAnomaliesAsync(batch.Id));
        return anomalies;
    }

    /// <summary>What must hold whatever happened: answers are their rows' own, no batch was made twice, nothing of ours is left, the store is sound.</summary>
    public async Task<List<RowResult>> CheckAsync(JobId job, bool isClean = true)
    {
        await using var engine = await OpenAsync();
        var rows = await engine.Store.ReadResultsAsync(job).ToListAsync();
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            if (row.State == RowState.Succeeded)
                row.Answer!.Output.ShouldBe(Text(index), "an answer belongs to its own row");
            if (row.State == RowState.Failed)
                row.ErrorCode.ShouldNotBeNull();
        }

        Provider.Ledger.BatchesByPrefix(12).Values.ShouldAllBe(count => count == 1, "a batch that is made twice is paid twice");
        if (isClean)
        {
            Files().Select(file => file.Name).ShouldBeEmpty("nothing of ours stays at the provider");
            var spool = Path.Combine(Home, "spool", "batches");
            (Directory.Exists(spool) ? Directory.EnumerateFiles(spool) : []).ShouldBeEmpty();
        }

        (await engine.Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        _calls.Dispose();
        _folder.Dispose();
    }
}

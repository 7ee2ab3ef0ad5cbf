using System.Collections.Concurrent;
using System.Text;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Routing;

/// <summary>An engine, and two accounts behind one model name, each a simulated provider of its own over real HTTP.</summary>
internal sealed class RouteBench : IAsyncDisposable, IProgress<RunEvent>
{
    public const string Route = "pool/echo";

    private readonly TemporaryFolder _folder = new();

    private RouteBench(SimulatorServer a, SimulatorServer b) => (A, B) = (a, b);

    public SimulatorServer A { get; }

    public SimulatorServer B { get; }

    /// <summary>Keys by the provider's name.</summary>
    public Dictionary<string, string> Keys { get; } = new() { ["a"] = "sk-a", ["b"] = "sk-b" };

    public IReadOnlyList<Budget> Budgets { get; set; } = [];

    /// <summary>Puts something between engine and store.</summary>
    public Func<IStore, IStore>? Between { get; init; }

    /// <summary>Dollars for a million tokens, by provider.</summary>
    public Dictionary<string, decimal> Prices { get; } = new() { ["a"] = 1, ["b"] = 1 };

    /// <summary>The accounts that were said to be out.</summary>
    public ConcurrentQueue<LaneOut> Out { get; } = [];

    public string Home => _folder["home"];

    public static async Task<RouteBench> CreateAsync(SimulatorOptions? a = null, SimulatorOptions? b = null, Func<IStore, IStore>? between = null) => new(
        await SimulatorServer.StartAsync(a ?? new SimulatorOptions(), TimeProvider.System, CancellationToken.None),
        await SimulatorServer.StartAsync(b ?? new SimulatorOptions(), TimeProvider.System, CancellationToken.None)) { Between = between };

    public Task<NightshiftEngine> OpenAsync() => NightshiftEngine.OpenAsync(new EngineOptions
    {
        Home = Home,
        Seed = 1,
        Budgets = Budgets,
        Prices = PriceBook.Default.With([.. Prices.Select(price => new PriceEntry(new PriceKey(price.Key, "echo", PriceClass.Live), new Price(new Rates(price.Value, price.Value), default, "test")))]),
        Catalog = CatalogOf(A, B),
        OpenStore = Between is null ? null : time => Between(SqliteStore.Open(Home, time)),
        Environment = name => name.StartsWith("KEY_", StringComparison.Ordinal) ? Keys.GetValueOrDefault(name[4..]) : null,
    });

    /// <summary>Accounts <c>a</c> and <c>b</c> of a provider like OpenAI, and the route over both.</summary>
    public static ProviderCatalog CatalogOf(SimulatorServer a, SimulatorServer b, Func<Provider, Provider>? with = null) =>
        new([.. new[] { ("a", a), ("b", b) }.Select(account => (with ?? (provider => provider))(ProviderOf(account.Item1, account.Item2)))], [new ModelRoute(Route, ["a/echo", "b/echo"])]);

    /// <summary>A job over so many rows, each of which asks for its own text back.</summary>
    public JobRequest Request(int rows, LaneOptions? lane = null)
    {
        var csv = new StringBuilder("text\n");
        for (var row = 0; row < rows; row++)
            csv.Append($"text {row}\n");
        return new JobRequest
        {
            Input = new InputSource(_folder.Write("rows.csv", csv.ToString())),
            Task = new TaskDefinition { Model = Route, Prompt = "{{text}}" },
            Lane = lane ?? new LaneOptions { Timeout = TimeSpan.FromSeconds(5) },
        };
    }

    public async Task<JobEnd> RunAsync(JobRequest request)
    {
        await using var engine = await OpenAsync();
        return await engine.RunAsync(request, this).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
    }

    /// <summary>That every row has its own answer, each paid once.</summary>
    public async Task CheckAsync(JobEnd end, int rows)
    {
        end.Ending.ShouldBe(Ending.Finished, end.Reason);
        (A.Ledger.Totals.Executed + B.Ledger.Totals.Executed).ShouldBe(rows, "each row is paid once");
        await using var engine = await OpenAsync();
        var results = await engine.Store.ReadResultsAsync(end.Job.Id).ToListAsync();
        results.Select(row => row.Answer?.Output).ShouldBe(Enumerable.Range(0, rows).Select(row => $"text {row}"));
        (await engine.Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    public void Report(RunEvent value)
    {
        if (value is RunEvent.LaneOut { Lane: var lane })
            Out.Enqueue(lane);
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        _folder.Dispose();
    }

    private static Provider ProviderOf(string name, SimulatorServer server) => new ProviderCatalog().Find("openai")! with
    {
        Name = name, BaseAddress = new Uri($"{server.BaseAddress}openai/v1"), BaseAddressVariable = null, KeyVariable = $"KEY_{name}",
    };
}

using System.Text;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Engine;

/// <summary>An engine on a real store in a folder of its own, a simulated provider over real HTTP, and short words for what tests do.</summary>
internal sealed class EngineBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private EngineBench(SimulatorServer provider) => Provider = provider;

    public SimulatorServer Provider { get; }

    public TemporaryFolder Folder => _folder;

    /// <summary>What models cost, for this test.</summary>
    public PriceBook Prices { get; set; } = PriceBook.Default;

    /// <summary>What may be spent over all jobs, for this test.</summary>
    public IReadOnlyList<Budget> Budgets { get; set; } = [];

    public static async Task<EngineBench> CreateAsync(SimulatorOptions? options = null) =>
        new(await SimulatorServer.StartAsync(options ?? new SimulatorOptions(), TimeProvider.System, CancellationToken.None));

    /// <summary>An engine; the test disposes it. A second one on the same bench is a second start of the program.</summary>
    public Task<NightshiftEngine> OpenAsync(string key = "sk-test", HttpMessageHandler? transport = null) => NightshiftEngine.OpenAsync(new EngineOptions
    {
        Home = _folder["home"],
        Seed = 1,
        Prices = Prices,
        Budgets = Budgets,
        CreateTransport = transport is null ? null : () => new HttpMessageInvoker(transport, disposeHandler: false),
        Environment = name => name is "OPENAI_API_KEY" or "NIGHTSHIFT_SIM_KEY" ? key : null,
    });

    /// <summary>A job over the given texts, one row each.</summary>
    public JobRequest Request(IEnumerable<string> texts, TaskDefinition? task = null)
    {
        var csv = new StringBuilder("text\n");
        foreach (var text in texts)
            csv.Append($"\"{text}\"\n");
        return Request(_folder.Write($"{Guid.NewGuid():N}.csv", csv.ToString()), task);
    }

    public JobRequest Request(string path, TaskDefinition? task = null) => new()
    {
        Input = new InputSource(path),
        Task = task ?? new TaskDefinition { Model = "openai/echo", Prompt = "{{text}}" },
        BaseUrl = $"{Provider.BaseAddress}openai/v1",
        Lane = new LaneOptions { Timeout = TimeSpan.FromSeconds(5) },
    };

    public async Task<JobEnd> RunAsync(JobRequest request, string key = "sk-test")
    {
        await using var engine = await OpenAsync(key);
        return await engine.RunAsync(request);
    }

    public async Task<List<RowResult>> ResultsAsync(JobId job)
    {
        await using var engine = await OpenAsync();
        return await engine.Store.ReadResultsAsync(job).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        _folder.Dispose();
    }
}

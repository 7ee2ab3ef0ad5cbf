using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Simulator;

namespace Nightshift.Cli;

/// <summary>An engine on the user's home folder, and the simulator beside it when a model asks for it.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly SimulatorServer? _simulator;

    private Session(NightshiftEngine engine, SimulatorServer? simulator)
    {
        Engine = engine;
        _simulator = simulator;
    }

    public NightshiftEngine Engine { get; }

    /// <summary>Opens the engine.</summary>
    /// <param name="home">The store's folder.</param>
    /// <param name="needsSimulator">Whether <c>sim/…</c> is to be served by this process.</param>
    public static async Task<Session> OpenAsync(string home, bool needsSimulator)
    {
        // An address in the environment points to a simulator of the user's own.
        var isOwn = Environment.GetEnvironmentVariable(SimulatorVariable) is { Length: > 0 };
        var simulator = needsSimulator && !isOwn ? await SimulatorServer.StartAsync(QuickStart, TimeProvider.System, CancellationToken.None) : null;
        var engine = await NightshiftEngine.OpenAsync(new EngineOptions
        {
            Home = home,
            Seed = Environment.ProcessId,
            Providers = Setup.Configured(home),
            Environment = name => (name, simulator) switch
            {
                (SimulatorVariable, not null) => simulator.OpenAIAddress.AbsoluteUri,
                (SimulatorKeyVariable, not null) => "any",
                _ => Environment.GetEnvironmentVariable(name),
            },
        });
        return new Session(engine, simulator);
    }

    public static bool IsSimulated(TaskDefinition task) => task.Model.StartsWith("sim/", StringComparison.OrdinalIgnoreCase);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
    }

    private const string SimulatorVariable = "NIGHTSHIFT_SIM_BASE_URL";
    private const string SimulatorKeyVariable = "NIGHTSHIFT_SIM_KEY";

    /// <summary>Slow enough to be watched, fast enough not to be waited for.</summary>
    private static SimulatorOptions QuickStart => new() { Latency = TimeSpan.FromMilliseconds(40) };
}

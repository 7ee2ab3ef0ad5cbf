using Nightshift.Alerting;
using Nightshift.Cli.Display;
using Nightshift.Configuration;
using Nightshift.Engine;
using Nightshift.Model;

namespace Nightshift.Cli;

/// <summary>An engine on the user's home folder, with this process's simulator when a model asks for it, and the alerts of the folder.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly AlertRounds? _rounds;

    private Session(NightshiftEngine engine, AlertDesk alerts, bool tellsMeanwhile)
    {
        (Engine, Alerts) = (engine, alerts);
        _rounds = tellsMeanwhile ? new AlertRounds(alerts, TimeProvider.System) : null;
    }

    public NightshiftEngine Engine { get; }

    public AlertDesk Alerts { get; }

    /// <summary>Whether <c>sim/…</c> leads to a simulator of the user's own, which outlives this process.</summary>
    private static bool IsElsewhere => Environment.GetEnvironmentVariable(SimulatorVariable) is { Length: > 0 };

    /// <summary>Opens the engine.</summary>
    /// <param name="home">The store's folder.</param>
    /// <param name="needsSimulator">Whether <c>sim/…</c> is to be served by this process.</param>
    /// <param name="tellsMeanwhile">Whether alerts are looked for and delivered while it is open.</param>
    public static async Task<Session> OpenAsync(string home, bool needsSimulator, bool tellsMeanwhile = true)
    {
        var simulator = needsSimulator && !IsElsewhere ? await OwnSimulator.StartAsync() : null;
        var configuration = ConfigurationFile.Of(home);
        var engine = await NightshiftEngine.OpenAsync(new EngineOptions
        {
            Home = home,
            Seed = Environment.ProcessId,
            Catalog = configuration.Catalog,
            Prices = configuration.Prices,
            Budgets = configuration.Budgets,
            Environment = name => (name, simulator) switch
            {
                (SimulatorVariable, not null) => simulator.OpenAIAddress.AbsoluteUri,
                (SimulatorKeyVariable, not null) => "any",
                _ => Environment.GetEnvironmentVariable(name),
            },
        });
        return new Session(engine, new AlertDesk(
            engine.Store, configuration.Alerts, configuration.Budgets, configuration.Catalog, Environment.GetEnvironmentVariable, TimeProvider.System), tellsMeanwhile);
    }

    /// <summary>Whether what a job has at its provider is gone with this process.</summary>
    public static bool EndsWithProcess(Job job) => IsSimulated(JobResults.TaskOf(job)) && JobResults.AddressOf(job) is null && !IsElsewhere;

    /// <summary>The environment of somebody who looks and calls nobody: `sim/…` is somewhere, though no simulator runs.</summary>
    public static string? Surroundings(string name) => Environment.GetEnvironmentVariable(name) ?? (name == SimulatorVariable ? "http://127.0.0.1/openai/v1" : null);

    public static bool IsSimulated(TaskDefinition task) => task.Model.StartsWith("sim/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells what there is to tell, for a few seconds at the most, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_rounds is not null)
        {
            await _rounds.DisposeAsync();
            if (_rounds.Untold > 0)
            {
                Screen.Say($"{(_rounds.Untold == 1 ? "1 alert was" : $"{Words.Count(_rounds.Untold)} alerts were")} not delivered and will be tried again "
                    + "by `nightshift work` or `nightshift alerts send`; `nightshift alerts list --open` says why.");
            }
        }

        await Engine.DisposeAsync();
    }

    private const string SimulatorVariable = "NIGHTSHIFT_SIM_BASE_URL";
    private const string SimulatorKeyVariable = "NIGHTSHIFT_SIM_KEY";
}

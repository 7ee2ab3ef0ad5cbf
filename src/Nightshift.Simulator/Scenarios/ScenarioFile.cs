using System.Text.Json;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Scenarios;

/// <summary>A scenario: the simulator's options and its faults in a JSON file (docs/simulator.md has an example).</summary>
public static class ScenarioFile
{
    /// <summary>Reads a scenario and lays it over other options: what it names replaces theirs, and its faults come after theirs.</summary>
    /// <param name="path">The JSON file; comments and trailing commas are allowed.</param>
    /// <param name="onto">The options below; none is the defaults.</param>
    /// <exception cref="ScenarioException">The file cannot be read or used; the message names the member and the cure.</exception>
    public static SimulatorOptions Load(string path, SimulatorOptions? onto = null)
    {
        try
        {
            using var file = File.OpenRead(path);
            var scenario = JsonSerializer.Deserialize(file, ScenarioJson.Default.ScenarioDocument)
                ?? throw new ScenarioException("it is null; write an object, as {\"rpm\": 500}");
            var below = onto ?? new SimulatorOptions();
            var options = Overlay(scenario, scenario.Scenario is { } name ? NamedScenarios.Apply(name, below) : below);
            options.Check();
            return options;
        }
        catch (JsonException fault)
        {
            throw new ScenarioException($"{path}: {Explain(fault)}", fault);
        }
        catch (ScenarioException fault)
        {
            throw new ScenarioException($"{path}: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: the scenario cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a named scenario, one of <see cref="NamedScenarios.All"/>, or a file.</summary>
    /// <param name="nameOrPath">The name, or the path of a JSON file.</param>
    /// <param name="onto">The options below; none is the defaults.</param>
    /// <exception cref="ScenarioException">There is neither, or the file cannot be used.</exception>
    public static SimulatorOptions Find(string nameOrPath, SimulatorOptions? onto = null) =>
        NamedScenarios.All.ContainsKey(nameOrPath) ? NamedScenarios.Apply(nameOrPath, onto ?? new SimulatorOptions())
        : File.Exists(nameOrPath) ? Load(nameOrPath, onto)
        : throw new ScenarioException($"'{nameOrPath}' is neither a file nor a scenario; the scenarios are {string.Join(", ", NamedScenarios.All.Keys)}");

    private static SimulatorOptions Overlay(ScenarioDocument scenario, SimulatorOptions onto) => onto with
    {
        Port = scenario.Port ?? onto.Port,
        Latency = Duration(scenario.Latency) ?? onto.Latency,
        LatencyDistribution = scenario.LatencyDistribution ?? onto.LatencyDistribution,
        LatencySpread = scenario.LatencySpread ?? onto.LatencySpread,
        Rpm = scenario.Rpm ?? onto.Rpm,
        Tpm = scenario.Tpm ?? onto.Tpm,
        LimitChanges = scenario.LimitChanges is { } changes ? [.. changes.Select(Change)] : onto.LimitChanges,
        Fail = scenario.Fail ?? onto.Fail,
        Seed = scenario.Seed ?? onto.Seed,
        Knee = scenario.Knee ?? onto.Knee,
        MaxConcurrency = scenario.MaxConcurrency ?? onto.MaxConcurrency,
        MaxBodyBytes = scenario.MaxBodyBytes ?? onto.MaxBodyBytes,
        LedgerCalls = scenario.LedgerCalls ?? onto.LedgerCalls,
        BatchDelay = Duration(scenario.BatchDelay) ?? onto.BatchDelay,
        EnqueuedTokens = scenario.EnqueuedTokens ?? onto.EnqueuedTokens,
        Faults = [.. onto.Faults, .. (scenario.Faults ?? []).Select(Rule)],
    };

    private static LimitChange Change(ScenarioLimitChange change) => new(DurationText.Parse(change.At), change.Rpm, change.Tpm, change.Knee);

    private static FaultRule Rule(ScenarioFault fault) => new()
    {
        Fault = fault.Fault,
        Rate = fault.Rate ?? 1,
        Nth = fault.Nth,
        First = fault.First,
        From = Duration(fault.From),
        Until = Duration(fault.Until),
        Route = fault.Route,
        Model = fault.Model,
        Call = fault.Call,
        Share = fault.Share,
        Delay = Duration(fault.Delay),
    };

    private static TimeSpan? Duration(string? text) => text is null ? null : DurationText.Parse(text);

    private static string Explain(JsonException fault) =>
        $"at {fault.Path ?? "$"}, line {fault.LineNumber + 1}: {fault.Message} "
        + $"A scenario takes {Members(ScenarioJson.Default.ScenarioDocument)}; a fault takes {Members(ScenarioJson.Default.ScenarioFault)}.";

    private static string Members(System.Text.Json.Serialization.Metadata.JsonTypeInfo type) => string.Join(", ", type.Properties.Select(p => p.Name));
}

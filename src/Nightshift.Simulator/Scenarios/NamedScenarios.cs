namespace Nightshift.Simulator.Scenarios;

/// <summary>Scenarios by name.</summary>
public static class NamedScenarios
{
    /// <summary>The names and what each shows.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>();

    /// <summary>Lays a scenario over options.</summary>
    /// <exception cref="ScenarioException">There is no such scenario.</exception>
    public static SimulatorOptions Apply(string name, SimulatorOptions onto) =>
        All.ContainsKey(name) ? onto : throw new ScenarioException($"there is no scenario '{name}'; the scenarios are {string.Join(", ", All.Keys)}");
}

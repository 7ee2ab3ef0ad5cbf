using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Scenarios;

namespace Nightshift.Simulator.Tests;

public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "simulator.md"));

    [Fact]
    public void The_table_of_faults_is_the_catalogue()
    {
        var section = Page[Page.IndexOf("## Faults", StringComparison.Ordinal)..Page.IndexOf("## Named scenarios", StringComparison.Ordinal)];
        var rows = Regex.Matches(section, @"^\| `([^`]+)` \| (.+) \|$", RegexOptions.Multiline).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        rows.ShouldBe(FaultCatalogue.All);
    }

    [Fact]
    public void The_table_of_scenarios_is_the_list()
    {
        var section = Page[Page.IndexOf("## Named scenarios", StringComparison.Ordinal)..Page.IndexOf("## Scenario file", StringComparison.Ordinal)];
        Regex.Matches(section, @"^\| `([^`]+)` \| ([^|]+) \|", RegexOptions.Multiline).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value).ShouldBe(NamedScenarios.All);
    }

    [Fact]
    public void Every_base_address_is_in_the_table_of_addresses()
    {
        var section = Page[Page.IndexOf("## Addresses, keys, models", StringComparison.Ordinal)..Page.IndexOf("## Batches", StringComparison.Ordinal)];
        Nightshift.Simulator.Http.Routes.Addresses.Select(address => address.Base).Where(address => !section.Contains($"`{address}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_example_of_a_scenario_loads()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Regex.Match(Page, "```json\n(.+?)```", RegexOptions.Singleline).Groups[1].Value);
            ScenarioFile.Load(path).Faults.Count.ShouldBe(3);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

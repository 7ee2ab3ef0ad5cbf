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
        var section = Page[Page.IndexOf("## Faults", StringComparison.Ordinal)..Page.IndexOf("## Scenario file", StringComparison.Ordinal)];
        var rows = Regex.Matches(section, @"^\| `([^`]+)` \| (.+) \|$", RegexOptions.Multiline).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        rows.ShouldBe(FaultCatalogue.All);
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

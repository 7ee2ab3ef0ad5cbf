using Nightshift.Simulator.Scenarios;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Scenarios;

public sealed class NamedScenarioTests
{
    // A create that hangs does so until the clock moves, which its client here cannot know.
    public static TheoryData<string> Names => [.. NamedScenarios.All.Keys.Where(name => name != "create-timeout")];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_fault_of_a_scenario_fires_on_the_way_of_a_batch(string name)
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(ScenarioFile.Find(name, new()), time);
        var faults = NamedScenarios.Faults(name).Select(rule => rule.Fault).ToList();
        // Rare rows need many batches before they show.
        for (var round = 0; round < 40 && !faults.All(server.Ledger.Totals.Faults.ContainsKey); round++)
        {
            await Driver.OpenAI(server, time);
            await Driver.Anthropic(server, time);
            time.Advance(TimeSpan.FromHours(1));
            if (server.Ledger.Totals.Faults.ContainsKey("429-quota"))
                break;
            await Driver.Gemini(server, time);
        }

        server.Ledger.Totals.Faults.Keys.ShouldBe(faults, ignoreOrder: true);
    }

    [Fact]
    public void A_name_that_is_neither_a_scenario_nor_a_file_is_told()
    {
        var fault = Should.Throw<ScenarioException>(() => ScenarioFile.Find("no-such"));
        fault.Message.ShouldContain("'no-such' is neither a file nor a scenario");
        fault.Message.ShouldContain("azure-quirks");
    }
}

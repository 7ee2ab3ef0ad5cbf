using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Faults;

public sealed class CatalogueTests
{
    public static TheoryData<string> OfCalls => [.. FaultCatalogue.All.Keys.Where(name => FaultCatalogue.Find(name) is not (Fault.OnBatch or Fault.OnRow))];

    public static TheoryData<string> OfBatches => [.. FaultCatalogue.All.Keys.Where(name => FaultCatalogue.Find(name) is Fault.OnBatch or Fault.OnRow)];

    [Theory]
    [MemberData(nameof(OfBatches))]
    public async Task Every_fault_of_batches_fires_is_counted_once_and_leaves_the_simulator_well(string fault)
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse($"{fault}:first=1,delay=0s")] }, time);
        foreach (var run in new[] { Driver.OpenAI, Driver.Anthropic, Driver.Gemini })
        {
            await run(server, time);
            if (server.Ledger.Totals.Faults.Count > 0)
                break;
        }

        (await Driver.OpenAI(server, time)).ShouldBe(3);
        server.Ledger.Totals.Faults.ShouldHaveSingleItem().ShouldBe(new(fault, 1));
    }

    [Theory]
    [MemberData(nameof(OfCalls))]
    public async Task Every_fault_fires_is_counted_once_and_leaves_the_simulator_well(string fault)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse($"{fault}:first=1,delay=0s")] });
        if (fault.StartsWith("tls-", StringComparison.Ordinal))
            await Should.ThrowAsync<HttpRequestException>(server.AskByTls("x"));
        else
            await Wire.Exchange(server, Caller.Body("x", extra: fault.StartsWith("sse-", StringComparison.Ordinal) ? "\"stream\":true" : null));
        (await server.Ask("and then")).Text.ShouldBe("and then");
        server.Ledger.Totals.Faults.ShouldHaveSingleItem().ShouldBe(new(fault, 1));
    }
}

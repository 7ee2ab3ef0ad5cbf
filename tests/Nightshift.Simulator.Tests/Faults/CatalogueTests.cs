using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.Faults;

public sealed class CatalogueTests
{
    public static TheoryData<string> Names => [.. FaultCatalogue.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
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

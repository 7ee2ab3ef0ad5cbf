using System.Text.Json;
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
        await RunBatch(server, time);
        var last = await RunBatch(server, time);
        last.Status().ShouldBe("completed");
        (await server.Lines(last, "output_file_id")).Count.ShouldBe(3);
        server.Ledger.Totals.Faults.ShouldHaveSingleItem().ShouldBe(new(fault, 1));
    }

    private static async Task<JsonElement> RunBatch(SimulatorServer server, ManualTime time)
    {
        var file = (await server.Upload(BatchCaller.Rows(3))).Json.GetProperty("id").GetString()!;
        var created = await server.Create(file);
        time.Advance(TimeSpan.FromSeconds(2));
        return created.Status == 200 && (await server.Get($"/openai/v1/batches/{created.Json.GetProperty("id").GetString()}")) is { Status: 200 } polled ? polled.Json : default;
    }

    [Theory]
    [MemberData(nameof(OfCalls))]
    public async Task Every_fault_fires_is_counted_once_and_leaves_the_simulator_well(string fault)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Faults = [FaultRule.Parse($"{fault}:first=1,delay=0s")] });
        await Wire.Exchange(server, Caller.Body("x", extra: fault.StartsWith("sse-", StringComparison.Ordinal) ? "\"stream\":true" : null));
        (await server.Ask("and then")).Text.ShouldBe("and then");
        server.Ledger.Totals.Faults.ShouldHaveSingleItem().ShouldBe(new(fault, 1));
    }
}

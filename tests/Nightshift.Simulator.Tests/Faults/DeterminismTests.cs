using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Tests.Clients;

namespace Nightshift.Simulator.Tests.Faults;

public sealed class DeterminismTests
{
    private const int Calls = 300;

    [Fact]
    public async Task The_same_seed_gives_the_same_faults_in_any_order_and_at_any_concurrency()
    {
        var oneByOne = await Outcomes(seed: 7, concurrency: 1, backwards: false);
        var atOnce = await Outcomes(seed: 7, concurrency: 16, backwards: true);
        atOnce.ShouldBe(oneByOne);
        oneByOne.Values.Count(status => status == 503).ShouldBeInRange(40, 85, "a fifth of 300");
    }

    [Fact]
    public async Task Another_seed_gives_other_faults() =>
        (await Outcomes(seed: 8, concurrency: 1, backwards: false)).ShouldNotBe(await Outcomes(seed: 7, concurrency: 1, backwards: false));

    [Fact]
    public async Task A_retry_draws_anew()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Seed = 1, Faults = [FaultRule.Parse("503:0.5")] });
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++)
            statuses.Add((await server.Ask("the same")).Status);
        statuses.Count(status => status == 503).ShouldBeInRange(8, 32);
    }

    [Fact]
    public async Task Fail_meets_its_share_with_faults_that_are_worth_a_retry_and_cost_nothing()
    {
        await using var server = await SimulatorServer.StartAsync(new() { Seed = 3, Fail = 0.3 });
        for (var i = 0; i < Calls; i++)
            await Wire.Exchange(server, Caller.Body($"call {i}"));
        var totals = server.Ledger.Totals;
        totals.Faults.Keys.ShouldBe(["429-rpm", "500", "502", "503", "504", "drop-before-execute"], ignoreOrder: true);
        totals.Faults.Values.Sum().ShouldBeInRange(60, 120);
        totals.Executed.ShouldBe(Calls - totals.Faults.Values.Sum());
    }

    private static async Task<SortedDictionary<string, int>> Outcomes(int seed, int concurrency, bool backwards)
    {
        await using var server = await SimulatorServer.StartAsync(new() { Seed = seed, Faults = [FaultRule.Parse("503:0.2")] });
        var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var order = Enumerable.Range(0, Calls).Select(i => $"call {i:000}");
        await Parallel.ForEachAsync(backwards ? order.Reverse() : order, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (text, _) =>
        {
            var reply = await server.Ask(text);
            lock (statuses)
                statuses[text] = reply.Status;
        });
        return statuses;
    }
}

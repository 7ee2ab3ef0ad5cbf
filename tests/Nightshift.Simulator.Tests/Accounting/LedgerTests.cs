using System.Security.Cryptography;
using System.Text;
using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Tests.Clients;
using Nightshift.Simulator.Tests.Clocks;
using Nightshift.Tests.Clocks;

namespace Nightshift.Simulator.Tests.Accounting;

public sealed class LedgerTests
{
    [Fact]
    public async Task The_ledger_tells_what_was_accepted_when_and_what_it_costs()
    {
        var time = new ManualTime();
        await using var server = await SimulatorServer.StartAsync(new(), time);
        time.Advance(TimeSpan.FromSeconds(1.5));
        var reply = await server.Ask("12345678");
        await server.Ask("x", extra: "\"n\":0");

        var ledger = (await server.Send(HttpMethod.Get, "/ledger?calls=true", key: null)).Json;
        var totals = ledger.GetProperty("totals");
        (totals.GetProperty("arrived").GetInt32(), totals.GetProperty("accepted").GetInt32(), totals.GetProperty("executed").GetInt32()).ShouldBe((2, 1, 1));
        totals.GetProperty("input_tokens").GetInt32().ShouldBe(reply.Usage("prompt_tokens"));
        totals.GetProperty("output_tokens").GetInt32().ShouldBe(reply.Usage("completion_tokens"));
        totals.GetProperty("usd").GetDecimal().ShouldBe(((9 * 0.15m) + (2 * 0.60m)) / 1_000_000m);
        totals.GetProperty("statuses").GetProperty("200").GetInt32().ShouldBe(1);
        totals.GetProperty("statuses").GetProperty("400").GetInt32().ShouldBe(1);

        var call = ledger.GetProperty("calls")[0];
        call.GetProperty("n").GetInt32().ShouldBe(1);
        call.GetProperty("arrival").GetDouble().ShouldBe(1.5);
        call.GetProperty("prompt_sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("12345678"))));
        call.GetProperty("model").GetString().ShouldBe("echo");
        call.GetProperty("status").GetInt32().ShouldBe(200);
        call.GetProperty("in_flight").GetInt32().ShouldBe(1);
        ledger.GetProperty("calls")[1].GetProperty("prompt_sha256").GetString().ShouldBeNull();
    }

    [Fact]
    public async Task Calls_are_listed_only_on_request_and_deleting_clears_everything()
    {
        await using var server = await SimulatorServer.StartAsync(new());
        await server.Ask("x");
        (await server.Send(HttpMethod.Get, "/ledger")).Json.TryGetProperty("calls", out _).ShouldBeFalse();
        (await server.Send(HttpMethod.Delete, "/ledger")).Status.ShouldBe(204);
        server.Ledger.Totals.ShouldSatisfyAllConditions(t => t.Arrived.ShouldBe(0), t => t.Usd.ShouldBe(0), t => t.Statuses.ShouldBeEmpty());
        server.Ledger.Calls().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_knows_how_many_calls_were_in_flight_at_once()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Latency = TimeSpan.FromSeconds(1) }, time);
        var calls = Enumerable.Range(0, 5).Select(i => server.Ask($"{i}")).ToArray();
        for (var i = 0; i < calls.Length; i++)
            await time.NextWait();
        server.Ledger.Totals.InFlight.ShouldBe(5);
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(calls);
        server.Ledger.Totals.MaxInFlight.ShouldBe(5);
    }

    [Fact]
    public async Task A_client_that_leaves_is_billed_and_counted_as_gone()
    {
        var time = new WatchedTime();
        await using var server = await SimulatorServer.StartAsync(new() { Latency = TimeSpan.FromSeconds(1) }, time);
        using (await Wire.Connect(server, Caller.Body("x")))
            await time.NextWait();
        while (server.Ledger.Totals.InFlight > 0)
            await Task.Yield();
        (server.Ledger.Totals.Executed, server.Ledger.Totals.Abandoned).ShouldBe((1, 1));
    }

    [Fact]
    public void A_full_ledger_lists_the_newest_calls_and_keeps_the_sums()
    {
        var ledger = new Ledger(calls: 10_000);
        for (var i = 0; i < 50_000; i++)
            ledger.Write(Fate(i));
        ledger.Totals.Arrived.ShouldBe(50_000);
        ledger.Totals.OutputTokens.ShouldBe(100_000);
        var calls = ledger.Calls().ToList();
        calls.Count.ShouldBeInRange(10_000, 10_000 + (2 * 4096));
        calls[^1].N.ShouldBe(50_000);
        calls[0].N.ShouldBe(ledger.CallsDropped + 1);
        calls[0].Arrival.ShouldBe(TimeSpan.FromTicks(calls[0].N - 1));
    }

    [Fact]
    public void A_million_calls_take_about_seventy_megabytes()
    {
        var ledger = new Ledger(calls: 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000_000; i++)
            ledger.Write(Fate(i));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeInRange(50_000_000, 80_000_000, "everything ever allocated, garbage included");
        ledger.Totals.Arrived.ShouldBe(1_000_000);
    }

    [Fact]
    public void Model_names_chosen_by_clients_do_not_grow_it_without_end()
    {
        var ledger = new Ledger(calls: 10_000);
        for (var i = 0; i < 9_000; i++)
            ledger.Write(Fate(i, $"model-{i}"));
        var models = ledger.Calls().Select(call => call.Model).ToList();
        models[0].ShouldBe("model-0");
        models[^1].ShouldBe("(other)");
    }

    private static CallFate Fate(int i, string model = "echo") => new()
    {
        Arrival = TimeSpan.FromTicks(i),
        InFlight = 1,
        Status = 200,
        Model = model,
        InputTokens = 5,
        OutputTokens = 2,
        Accepted = true,
        Executed = true,
    };
}

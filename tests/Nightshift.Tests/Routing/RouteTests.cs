using Nightshift.Engine;
using Nightshift.Engine.Reporting;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;
using Nightshift.Simulator;

namespace Nightshift.Tests.Routing;

/// <summary>Live rows over several accounts: by room, by price, and past those that are out.</summary>
public sealed class RouteTests
{
    private static readonly SimulatorOptions Slow = new() { Latency = TimeSpan.FromMilliseconds(20) };

    [Fact]
    public async Task Rows_are_spread_over_the_accounts_and_the_ledger_says_who_was_paid()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, Slow);
        var end = await bench.RunAsync(bench.Request(400, new LaneOptions { Concurrency = 4 }));
        await bench.CheckAsync(end, 400);
        bench.A.Ledger.Totals.Executed.ShouldBeInRange(100, 300);

        await using var engine = await bench.OpenAsync();
        var day = DateOnly.FromDateTime(DateTime.UnixEpoch);
        var report = await SpendingReport.ReadAsync(engine.Store, (day, DateOnly.MaxValue), []);
        report.Models.Select(model => model.Key).ShouldBe(["a/echo", "b/echo"], ignoreOrder: true);
        report.Providers.Sum(provider => provider.CostUsd).ShouldBe(end.Job.Spend.CostUsd);
        report.Providers.Single(provider => provider.Key == "a").Sums.Attempts.ShouldBe(bench.A.Ledger.Totals.Executed);
    }

    [Fact]
    public async Task The_cheaper_account_is_filled_first()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, Slow);
        bench.Prices["a"] = 3;
        await bench.CheckAsync(await bench.RunAsync(bench.Request(12, new LaneOptions { Concurrency = 64 })), 12);
        bench.A.Ledger.Totals.Executed.ShouldBe(0, "the other had room for all of them");
    }

    [Fact]
    public async Task What_the_cheaper_account_has_no_room_for_goes_to_the_dearer_one()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, Slow);
        bench.Prices["a"] = 3;
        await bench.CheckAsync(await bench.RunAsync(bench.Request(300, new LaneOptions { Concurrency = 2 })), 300);
        bench.A.Ledger.Totals.Executed.ShouldBeInRange(30, 200);
    }

    [Fact]
    public async Task A_dead_key_is_taken_out_and_said_and_the_other_account_takes_its_rows()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, Slow);
        bench.Keys["a"] = "sk-revoked";
        var end = await bench.RunAsync(bench.Request(300, new LaneOptions { Concurrency = 4 }));
        await bench.CheckAsync(end, 300);
        var gone = bench.Out.ShouldHaveSingleItem();
        gone.Lane.ShouldBe("a/echo");
        gone.Reason.ShouldContain("refused the key (HTTP 401");
        end.Job.LanesOut.ShouldHaveSingleItem().Lane.ShouldBe("a/echo", "other processes can read it");
        bench.A.Ledger.Totals.Arrived.ShouldBeInRange(3, 16, "three refusals are evidence, with what was in flight by then");
    }

    [Fact]
    public async Task An_account_does_not_end_while_rows_are_on_their_way_back_from_another()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, between: SlowReturn.Over);
        bench.Keys["a"] = "sk-revoked";
        var end = await bench.RunAsync(bench.Request(40, new LaneOptions { Concurrency = 4 }));
        await bench.CheckAsync(end, 40);
    }

    [Fact]
    public async Task A_single_refusal_between_answers_takes_nobody_out()
    {
        await using var bench = await RouteBench.CreateAsync(Slow with { Faults = [Simulator.Faults.FaultRule.Parse("401:first=2")] }, Slow);
        await bench.CheckAsync(await bench.RunAsync(bench.Request(200, new LaneOptions { Concurrency = 4 })), 200);
        bench.A.Ledger.Totals.Faults["401"].ShouldBe(2, "the fault has met");
        bench.Out.ShouldBeEmpty();
        bench.A.Ledger.Totals.Executed.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_host_out_of_reach_is_taken_out_and_the_other_account_takes_its_rows()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, new SimulatorOptions { Latency = TimeSpan.FromMilliseconds(120) });
        await bench.A.DisposeAsync();
        var end = await bench.RunAsync(bench.Request(400, new LaneOptions { Concurrency = 4 }));
        await bench.CheckAsync(end, 400);
        bench.Out.ShouldHaveSingleItem().Reason.ShouldStartWith("cannot reach 127.0.0.1");
    }

    [Fact]
    public async Task When_nobody_is_left_the_job_pauses_and_says_why_of_each()
    {
        await using var bench = await RouteBench.CreateAsync();
        (bench.Keys["a"], bench.Keys["b"]) = ("sk-revoked", "sk-noquota");
        var request = bench.Request(100);
        var end = await bench.RunAsync(request);
        (end.Ending, end.Cause).ShouldBe((Ending.Paused, PauseCause.Provider));
        end.Reason!.ShouldContain("a/echo: 127.0.0.1 refused the key");
        end.Reason!.ShouldContain("b/echo: the b account is out of quota");

        bench.Keys["b"] = "sk-b";
        await bench.CheckAsync(await bench.RunAsync(request), 100);
    }

    [Fact]
    public async Task An_account_without_a_key_is_left_out_as_long_as_another_has_one()
    {
        await using var bench = await RouteBench.CreateAsync();
        bench.Keys.Remove("a");
        await bench.CheckAsync(await bench.RunAsync(bench.Request(50)), 50);
        bench.A.Ledger.Totals.Arrived.ShouldBe(0);
        bench.Keys.Remove("b");
        (await Should.ThrowAsync<ConnectionException>(() => bench.RunAsync(bench.Request(51)))).Message.ShouldContain("KEY_a is not set");
    }

    [Fact]
    public async Task A_budget_for_one_provider_holds_that_account_and_not_the_others()
    {
        await using var bench = await RouteBench.CreateAsync(Slow, Slow);
        bench.Budgets = [new Budget(0.000_5m) { Provider = "a" }];
        var request = bench.Request(300, new LaneOptions { Concurrency = 4 });
        await bench.CheckAsync(await bench.RunAsync(request with { Task = request.Task with { MaxTokens = 20 } }), 300);
        await using var engine = await bench.OpenAsync();
        var standing = (await engine.Store.ReadStandingsAsync(bench.Budgets)).ShouldHaveSingleItem();
        standing.SpentUsd.ShouldBeInRange(0.000_05m, 0.000_5m);
        bench.B.Ledger.Totals.Executed.ShouldBeGreaterThan(200);
    }

    [Fact]
    public async Task A_route_takes_no_address_for_a_run()
    {
        await using var bench = await RouteBench.CreateAsync();
        (await Should.ThrowAsync<ConnectionException>(() => bench.RunAsync(bench.Request(1) with { BaseUrl = "http://127.0.0.1:9" }))).Message.ShouldContain("leave --base-url out");
    }
}

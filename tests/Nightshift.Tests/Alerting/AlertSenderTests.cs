using Nightshift.Alerting;
using Nightshift.Alerting.Outbound;
using Nightshift.Alerting.Receivers;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Stores.Sqlite;
using Nightshift.Tests.Clocks;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Alerting;

public sealed class AlertSenderTests(ITestOutputHelper output) : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_a_thousand_alerts_to_a_receiver_that_fails_in_every_way_each_arrives_once_it_recovers()
    {
        const int Alerts = 1_000;
        var random = Seed.Random(output);
        var recovers = _time.GetUtcNow().AddHours(3);
        var taken = new HashSet<string>();
        await using var server = new HookServer(hook =>
        {
            lock (random)
            {
                if (_time.GetUtcNow() < recovers && random.Next(50) > 0)
                    return Fault(random);
                taken.Add(hook.Id);
                // What was taken can look as if it had not been.
                return random.Next(40) == 0 ? new HookAnswer.Breaks() : new HookAnswer.Says(200);
            }
        });
        await using var store = SqliteStore.Open(_folder.Path, _time);
        (await store.RaiseAsync([.. Enumerable.Range(1, Alerts).Select(number => Raised($"job {number}"))])).ShouldBe(Alerts);
        var sender = Sender(store, [Receiver(server)]);

        var rounds = 0;
        for (; await store.NextDeliveryAsync() is { } next; rounds++)
        {
            rounds.ShouldBeLessThan(5_000);
            if (next > _time.GetUtcNow())
                _time.Advance(next - _time.GetUtcNow());
            await sender.SendAsync(CancellationToken.None);
        }

        output.WriteLine($"{server.Came.Count} tries in {rounds} rounds over {_time.Elapsed}; {server.Came.Count - Alerts} repeats");
        var deliveries = await store.ListDeliveriesAsync(int.MaxValue);
        deliveries.Count.ShouldBe(Alerts);
        deliveries.ShouldAllBe(delivery => delivery.State == DeliveryState.Delivered);
        taken.ShouldBe(deliveries.Select(delivery => delivery.MessageId), ignoreOrder: true, "none is lost, and none has a second id");
        server.Came.GroupBy(hook => hook.Id).ShouldAllBe(same => same.Select(hook => hook.Body).Distinct().Count() == 1);
        _time.GetUtcNow().ShouldBeGreaterThan(recovers);
    }

    [Fact]
    public async Task A_crash_between_the_receiver_and_the_commit_repeats_with_the_same_id_and_loses_nothing()
    {
        await using var server = new HookServer();
        await using (var store = SqliteStore.Open(_folder.Path, _time))
        {
            await store.RaiseAsync([Raised("job 1"), Raised("job 2")]);
            // The first was handed over, the second was not reached: then the process ends.
            var claimed = await store.ClaimDeliveriesAsync(8, []);
            (await Courier().HandOverAsync(Receiver(server), claimed[0], CancellationToken.None)).ShouldBeOfType<Arrival.Taken>();
        }

        await using (var store = SqliteStore.Open(_folder.Path, _time))
        {
            await store.RecoverAsync();
            (await Sender(store, [Receiver(server)]).SendAsync(CancellationToken.None)).ShouldBe(new DeliveryCount(2, 0, 0));
            (await store.ListDeliveriesAsync(9)).ShouldAllBe(delivery => delivery.State == DeliveryState.Delivered);
        }

        server.Came.Count.ShouldBe(3);
        server.Came.Select(hook => hook.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_receiver_that_is_down_holds_up_no_other_and_is_not_asked_for_every_alert()
    {
        await using var down = new HookServer(_ => new HookAnswer.Says(503));
        await using var up = new HookServer();
        var store = new InMemoryStore(_time);
        await store.RaiseAsync([.. Enumerable.Range(1, 100).Select(number => Raised($"job {number}") with { Receivers = ["down", "up"] })]);
        var count = await Sender(store, [Receiver(down, "down"), Receiver(up, "up")]).SendAsync(CancellationToken.None);
        count.Delivered.ShouldBe(100);
        up.Came.Count.ShouldBe(100);
        down.Came.Count.ShouldBe(4, "of the first eight, four were its");
        (await store.NextDeliveryAsync()).ShouldBe(_time.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public async Task One_that_is_never_taken_is_given_up_after_a_hundred_tries_and_some_days()
    {
        await using var server = new HookServer(_ => new HookAnswer.Says(500, "no <b>\u001b]0;x such"));
        var store = new InMemoryStore(_time);
        await store.RaiseAsync([Raised("job 1")]);
        var sender = Sender(store, [Receiver(server)]);
        while (await store.NextDeliveryAsync() is { } next)
        {
            _time.Advance(next - _time.GetUtcNow());
            await sender.SendAsync(CancellationToken.None);
        }

        var delivery = (await store.ListDeliveriesAsync(9)).ShouldHaveSingleItem();
        (delivery.State, delivery.Tries, delivery.LastError).ShouldBe((DeliveryState.GivenUp, 100, "HTTP 500: no <b> ]0;x such"));
        _time.Elapsed.ShouldBeInRange(TimeSpan.FromDays(3.5), TimeSpan.FromDays(4.5));
    }

    [Fact]
    public async Task One_whose_receiver_is_gone_is_given_up_at_once_and_says_so()
    {
        await using var gone = new HookServer(_ => new HookAnswer.Says(410));
        var store = new InMemoryStore(_time);
        await store.RaiseAsync([Raised("job 1") with { Receivers = ["left", "ops"] }]);
        (await Sender(store, [Receiver(gone)]).SendAsync(CancellationToken.None)).ShouldBe(new DeliveryCount(0, 0, 2));
        (await store.ListDeliveriesAsync(9)).Select(delivery => delivery.LastError).ShouldBe(["nightshift.yaml has no receiver 'left' any more", "HTTP 410: it wants no more"]);
    }

    [Fact]
    public async Task What_a_stop_cuts_short_is_tried_again()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new HookServer(_ =>
        {
            stop.Cancel();
            return new HookAnswer.Nothing();
        });
        var store = new InMemoryStore(_time);
        await store.RaiseAsync([Raised("job 1")]);
        (await Sender(store, [Receiver(server)]).SendAsync(stop.Token)).ShouldBe(new DeliveryCount(0, 1, 0));
        (await store.NextDeliveryAsync()).ShouldBe(_time.GetUtcNow().AddMinutes(1));
    }

    [Fact]
    public void The_waits_double_from_a_minute_to_an_hour()
    {
        Enumerable.Range(1, 8).Select(tries => RetryPlan.After(tries)?.TotalMinutes).ShouldBe([1, 2, 4, 8, 16, 32, 60, 60]);
        RetryPlan.After(RetryPlan.MostTries - 1).ShouldBe(TimeSpan.FromHours(1));
        RetryPlan.After(RetryPlan.MostTries).ShouldBeNull();
    }

    private HookAnswer Fault(Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                // It says nothing, and the client's ten seconds pass.
                _time.Advance(TimeSpan.FromSeconds(11));
                return new HookAnswer.Nothing();
            case < 5:
                return new HookAnswer.Breaks();
            default:
                return new HookAnswer.Says(random.Next(2) == 0 ? 500 : 429);
        }
    }

    private static NewAlert Raised(string subject) =>
        new(new Alert { Kind = AlertKind.JobFinished, Subject = subject, Headline = $"{subject} is over.", Data = """{"rows":10}""" }, ["ops"]);

    private static AlertReceiver Receiver(HookServer server, string name = "ops") => new(name, new AlertRoute.Webhook(server.Address, null, new OutboundAllowance(true, true)));

    private Courier Courier() => new(_ => null, NameLookup.System, _time);

    private AlertSender Sender(IAlertStore store, IReadOnlyList<AlertReceiver> receivers) => new(store, receivers, Courier(), _time);
}

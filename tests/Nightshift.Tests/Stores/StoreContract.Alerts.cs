using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task An_alert_is_raised_once_by_kind_and_subject()
    {
        (await Store.RaiseAsync([Alert("job 1"), Alert("job 2")])).ShouldBe(2);
        (await Store.RaiseAsync([Alert("job 2"), Alert("job 3"), Alert("job 2", AlertKind.JobPaused)])).ShouldBe(2);
        var deliveries = await Store.ListDeliveriesAsync(100);
        deliveries.Select(delivery => (delivery.Alert.Kind, delivery.Alert.Subject)).ShouldBe(
            [(AlertKind.JobPaused, "job 2"), (AlertKind.JobFinished, "job 3"), (AlertKind.JobFinished, "job 2"), (AlertKind.JobFinished, "job 1")]);
        deliveries.Select(delivery => delivery.MessageId).ShouldBeUnique();
        deliveries.ShouldAllBe(delivery => delivery.MessageId.StartsWith("msg_") && delivery.NextAt == Now && delivery.RaisedAt == Now && delivery.Tries == 0);
    }

    [Fact]
    public async Task What_an_alert_says_is_kept_and_each_of_its_receivers_has_a_delivery()
    {
        var alert = new Alert { Kind = AlertKind.BudgetReached, Subject = "s", Headline = "h\u2028\0ü", Lines = ["one", "two"], Data = """{"usd":1.5}""" };
        await Store.RaiseAsync([new NewAlert(alert, ["b", "a"])]);
        var deliveries = await Store.ListDeliveriesAsync(100);
        deliveries.Select(delivery => delivery.Receiver).ShouldBe(["a", "b"]);
        deliveries.Select(delivery => delivery.MessageId).Distinct().ShouldHaveSingleItem();
        var kept = deliveries[0].Alert;
        (kept.Kind, kept.Subject, kept.Headline, kept.Data).ShouldBe((alert.Kind, alert.Subject, alert.Headline, alert.Data));
        kept.Lines.ShouldBe(alert.Lines);
    }

    [Fact]
    public async Task An_alert_for_nobody_is_remembered_and_told_to_nobody_later()
    {
        (await Store.RaiseAsync([Alert("job 1") with { Receivers = [] }])).ShouldBe(1);
        (await Store.RaiseAsync([Alert("job 1")])).ShouldBe(0);
        (await Store.ListDeliveriesAsync(100)).ShouldBeEmpty();
        (await Store.NextDeliveryAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_delivery_is_claimed_by_one_and_ends_or_waits()
    {
        await Store.RaiseAsync([Alert("job 1"), Alert("job 2"), Alert("job 3")]);
        var claimed = await Store.ClaimDeliveriesAsync(2, []);
        claimed.Select(delivery => (delivery.Alert.Subject, delivery.Tries, delivery.State)).ShouldBe([("job 1", 1, DeliveryState.Trying), ("job 2", 1, DeliveryState.Trying)]);
        (await Store.ClaimDeliveriesAsync(9, [])).ShouldHaveSingleItem().Alert.Subject.ShouldBe("job 3");
        (await Store.NextDeliveryAsync()).ShouldBeNull("all are being tried");

        await Store.EndDeliveriesAsync([new DeliveryEnd.Delivered(claimed[0].AlertId, "ops"), new DeliveryEnd.Again(claimed[1].AlertId, "ops", Now.AddMinutes(1), "HTTP 500")]);
        (await Store.NextDeliveryAsync()).ShouldBe(Now.AddMinutes(1));
        (await Store.ClaimDeliveriesAsync(9, [])).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromMinutes(1));
        var again = (await Store.ClaimDeliveriesAsync(9, [])).ShouldHaveSingleItem();
        (again.Alert.Subject, again.Tries, again.LastError, again.MessageId).ShouldBe(("job 2", 2, "HTTP 500", claimed[1].MessageId));

        await Store.EndDeliveriesAsync([new DeliveryEnd.GivenUp(again.AlertId, "ops", "HTTP 410")]);
        // Late, and of no effect.
        await Store.EndDeliveriesAsync([new DeliveryEnd.Delivered(again.AlertId, "ops"), new DeliveryEnd.Again(claimed[0].AlertId, "ops", Now, "late")]);
        (await Store.ListDeliveriesAsync(100)).Select(delivery => (delivery.Alert.Subject, delivery.State, delivery.LastError, delivery.EndedAt, delivery.NextAt)).ShouldBe(
        [
            ("job 3", DeliveryState.Trying, null, null, Now.AddMinutes(-1)),
            ("job 2", DeliveryState.GivenUp, "HTTP 410", Now, null),
            ("job 1", DeliveryState.Delivered, null, Now.AddMinutes(-1), null),
        ]);
        (await Store.ListDeliveriesAsync(100, openOnly: true)).Select(delivery => delivery.Alert.Subject).ShouldBe(["job 3", "job 2"]);
    }

    [Fact]
    public async Task What_was_being_tried_at_a_crash_is_tried_again_at_once()
    {
        await Store.RaiseAsync([Alert("job 1"), Alert("job 2")]);
        var claimed = await Store.ClaimDeliveriesAsync(9, []);
        await Store.EndDeliveriesAsync([new DeliveryEnd.Delivered(claimed[0].AlertId, "ops")]);
        await Store.RecoverAsync();
        var again = (await Store.ClaimDeliveriesAsync(9, [])).ShouldHaveSingleItem();
        (again.MessageId, again.Tries).ShouldBe((claimed[1].MessageId, 2));
    }

    [Fact]
    public async Task A_receiver_can_be_left_alone_and_put_off()
    {
        await Store.RaiseAsync([new NewAlert(Alert("job 1").Alert, ["a", "b"]), new NewAlert(Alert("job 2").Alert, ["a", "b"])]);
        (await Store.ClaimDeliveriesAsync(1, ["a"])).ShouldHaveSingleItem().Receiver.ShouldBe("b");
        await Store.PutOffDeliveriesAsync("b", Now.AddMinutes(5));
        (await Store.ClaimDeliveriesAsync(9, [])).ShouldAllBe(delivery => delivery.Receiver == "a");
        (await Store.NextDeliveryAsync()).ShouldBe(Now.AddMinutes(5));
        await Store.PutOffDeliveriesAsync("b", Now.AddMinutes(1));
        (await Store.NextDeliveryAsync()).ShouldBe(Now.AddMinutes(5), "nothing comes sooner by being put off");
    }

    [Fact]
    public async Task A_time_far_ahead_was_written_under_a_wrong_clock()
    {
        await Store.RaiseAsync([Alert("job 1")]);
        var claimed = (await Store.ClaimDeliveriesAsync(9, [])).ShouldHaveSingleItem();
        await Store.EndDeliveriesAsync([new DeliveryEnd.Again(claimed.AlertId, "ops", Now.AddDays(400), "no")]);
        (await Store.NextDeliveryAsync()).ShouldBe(Now);
        (await Store.ClaimDeliveriesAsync(9, [])).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Old_alerts_are_forgotten_unless_somebody_still_waits()
    {
        await Store.RaiseAsync([Alert("job 1"), Alert("job 2"), Alert("job 3") with { Receivers = [] }]);
        var claimed = await Store.ClaimDeliveriesAsync(1, []);
        await Store.EndDeliveriesAsync([new DeliveryEnd.Delivered(claimed[0].AlertId, "ops")]);
        (await Store.ForgetAlertsAsync(Now)).ShouldBe(0);
        (await Store.ForgetAlertsAsync(Now.AddSeconds(1))).ShouldBe(2);
        (await Store.ListDeliveriesAsync(100)).ShouldHaveSingleItem().Alert.Subject.ShouldBe("job 2");
    }

    [Fact]
    public async Task It_is_watched_since_the_first_time_that_somebody_asked()
    {
        var since = await Store.WatchAsync();
        since.ShouldBe(Now);
        Time.Advance(TimeSpan.FromDays(3));
        (await Store.WatchAsync()).ShouldBe(since);
    }

    private static NewAlert Alert(string subject, AlertKind kind = AlertKind.JobFinished) =>
        new(new Alert { Kind = kind, Subject = subject, Headline = $"{subject} is over." }, ["ops"]);
}

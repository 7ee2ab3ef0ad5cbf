using Nightshift.Alerting.Receivers;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Alerting;

/// <summary>
/// Delivers what is due: at least once each. What was tried is committed after the receiver has answered, so that a crash in between repeats it,
/// with the same id, and loses nothing. A receiver that takes none of a handful is left alone for a while, with all that waits for it.
/// </summary>
internal sealed class AlertSender(IAlertStore store, IReadOnlyList<AlertReceiver> receivers, Courier courier, TimeProvider time)
{
    /// <summary>At once: few enough not to set off the limits of those who take them.</summary>
    private const int Handful = 8;

    /// <summary>Delivers until nothing is due, or until it is stopped.</summary>
    public async Task<DeliveryCount> SendAsync(CancellationToken stop)
    {
        var (count, silent) = (new DeliveryCount(), new HashSet<string>(StringComparer.Ordinal));
        while (!stop.IsCancellationRequested && await store.ClaimDeliveriesAsync(Handful, silent, CancellationToken.None) is { Count: > 0 } claimed)
        {
            var ends = await Task.WhenAll(claimed.Select(delivery => TryAsync(delivery, stop)));
            Failpoint.Hit(AlertFailpoints.Delivered);
            await store.EndDeliveriesAsync(ends, CancellationToken.None);
            count += DeliveryCount.Of(ends);
            foreach (var receiver in ends.GroupBy(end => end.Receiver).Where(ofOne => ofOne.All(end => end is DeliveryEnd.Again)).Select(ofOne => ofOne.Key))
            {
                silent.Add(receiver);
                await store.PutOffDeliveriesAsync(receiver, time.GetUtcNow() + RetryPlan.First, CancellationToken.None);
            }
        }

        return count;
    }

    private async Task<DeliveryEnd> TryAsync(AlertDelivery delivery, CancellationToken stop)
    {
        var (alert, name) = (delivery.AlertId, delivery.Receiver);
        if (receivers.FirstOrDefault(receiver => receiver.Name == name) is not { } receiver)
            return new DeliveryEnd.GivenUp(alert, name, $"nightshift.yaml has no receiver '{name}' any more");
        Arrival arrival;
        try
        {
            arrival = await courier.HandOverAsync(receiver, delivery, stop);
        }
        catch (OperationCanceledException)
        {
            arrival = new Arrival.NotTaken("there was no time to wait for an answer");
        }

        return arrival switch
        {
            Arrival.Taken => new DeliveryEnd.Delivered(alert, name),
            Arrival.Gone(var reason) => new DeliveryEnd.GivenUp(alert, name, reason),
            Arrival.NotTaken(var reason) when RetryPlan.After(delivery.Tries) is { } wait => new DeliveryEnd.Again(alert, name, time.GetUtcNow() + wait, reason),
            Arrival.NotTaken(var reason) => new DeliveryEnd.GivenUp(alert, name, reason),
            _ => throw new InvalidOperationException($"not an arrival: {arrival}"),
        };
    }
}

/// <summary>What came of tries to deliver.</summary>
/// <param name="Delivered">Arrived.</param>
/// <param name="Again">Are tried again.</param>
/// <param name="GivenUp">Are not.</param>
public readonly record struct DeliveryCount(int Delivered, int Again, int GivenUp)
{
    /// <summary>Counts.</summary>
    public static DeliveryCount Of(IReadOnlyCollection<DeliveryEnd> ends) => new(
        ends.Count(end => end is DeliveryEnd.Delivered), ends.Count(end => end is DeliveryEnd.Again), ends.Count(end => end is DeliveryEnd.GivenUp));

    /// <summary>The sum.</summary>
    public static DeliveryCount operator +(DeliveryCount left, DeliveryCount right) =>
        new(left.Delivered + right.Delivered, left.Again + right.Again, left.GivenUp + right.GivenUp);
}

using Nightshift.Model;

namespace Nightshift.Stores;

/// <summary>
/// The outbox of alerts: what was raised is delivered, whatever happens in between. The promises of <see cref="IStore"/> hold here too. At a
/// start, <see cref="IStore.RecoverAsync"/> makes every delivery wait again, due at once, that was being tried when the process ended.
/// </summary>
public interface IAlertStore
{
    /// <summary>Since when there is somebody to be alerted: now, the first time that it is asked, and the same ever after.</summary>
    ValueTask<DateTimeOffset> WatchAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Keeps the alerts that are not there yet, by kind and subject, each with a delivery for each of its receivers that is due at once. How
    /// many were new.
    /// </summary>
    ValueTask<int> RaiseAsync(IReadOnlyList<NewAlert> alerts, CancellationToken cancellation = default);

    /// <summary>
    /// Takes deliveries that are due, the longest due first, counts a try of each and marks them as being tried. A time more than a day ahead
    /// was written under a wrong clock and counts as due.
    /// </summary>
    /// <param name="max">At the most.</param>
    /// <param name="except">Receivers to be left alone.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IReadOnlyList<AlertDelivery>> ClaimDeliveriesAsync(int max, IReadOnlyCollection<string> except, CancellationToken cancellation = default);

    /// <summary>Writes what came of tries. A delivery that is not being tried stays as it is.</summary>
    ValueTask EndDeliveriesAsync(IReadOnlyList<DeliveryEnd> ends, CancellationToken cancellation = default);

    /// <summary>All that waits for the receiver waits at least until then.</summary>
    ValueTask PutOffDeliveriesAsync(string receiver, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>When the next delivery is due, now at the earliest; null when none waits.</summary>
    ValueTask<DateTimeOffset?> NextDeliveryAsync(CancellationToken cancellation = default);

    /// <summary>Deliveries, newest alert first.</summary>
    /// <param name="max">At the most.</param>
    /// <param name="openOnly">Only those that have not arrived: that wait, are being tried, or were given up.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    ValueTask<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int max, bool openOnly = false, CancellationToken cancellation = default);

    /// <summary>Forgets alerts raised before a time whose deliveries have all ended. How many.</summary>
    ValueTask<int> ForgetAlertsAsync(DateTimeOffset before, CancellationToken cancellation = default);
}

using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

public sealed partial class InMemoryStore
{
    private readonly Dictionary<(AlertKind Kind, string Subject), (long Id, DateTimeOffset RaisedAt)> _alerts = [];
    private readonly List<StoredDelivery> _deliveries = [];
    private DateTimeOffset? _watchedSince;
    private long _lastAlert;

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset> WatchAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
            return new(_watchedSince ??= Now);
    }

    /// <inheritdoc/>
    public ValueTask<int> RaiseAsync(IReadOnlyList<NewAlert> alerts, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new(alerts.Count(Raise));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertDelivery>> ClaimDeliveriesAsync(int max, IReadOnlyCollection<string> except, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return new([.. _deliveries.Where(delivery => delivery.IsDue(Now) && !except.Contains(delivery.Facts.Receiver))
                .OrderBy(delivery => delivery.Facts.NextAt).ThenBy(delivery => delivery.Facts.AlertId).ThenBy(delivery => delivery.Facts.Receiver, StringComparer.Ordinal)
                .Take(max).Select(delivery => delivery.Try())]);
        }
    }

    /// <inheritdoc/>
    public ValueTask EndDeliveriesAsync(IReadOnlyList<DeliveryEnd> ends, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            foreach (var end in ends)
                _deliveries.Find(delivery => delivery.Facts.AlertId == end.AlertId && delivery.Facts.Receiver == end.Receiver)?.End(end, Now);
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask PutOffDeliveriesAsync(string receiver, DateTimeOffset until, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            foreach (var delivery in _deliveries.Where(delivery => delivery.Facts.Receiver == receiver))
                delivery.PutOff(until);
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDeliveryAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return new(_deliveries.Where(delivery => delivery.Facts.State == DeliveryState.Waiting)
                .Select(delivery => delivery.IsDue(Now) ? Now : delivery.Facts.NextAt).Min());
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int max, bool openOnly = false, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return new([.. _deliveries.Select(delivery => delivery.Facts).Where(delivery => !openOnly || delivery.State != DeliveryState.Delivered)
                .OrderByDescending(delivery => delivery.AlertId).ThenBy(delivery => delivery.Receiver, StringComparer.Ordinal).Take(max)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> ForgetAlertsAsync(DateTimeOffset before, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            var open = _deliveries.Where(delivery => delivery.Facts.State is DeliveryState.Waiting or DeliveryState.Trying).Select(delivery => delivery.Facts.AlertId).ToHashSet();
            var forgotten = _alerts.Where(alert => alert.Value.RaisedAt < before && !open.Contains(alert.Value.Id)).ToList();
            foreach (var (key, (id, _)) in forgotten)
            {
                _alerts.Remove(key);
                _deliveries.RemoveAll(delivery => delivery.Facts.AlertId == id);
            }

            return new(forgotten.Count);
        }
    }

    private bool Raise(NewAlert raised)
    {
        var now = Now;
        if (!_alerts.TryAdd((raised.Alert.Kind, raised.Alert.Subject), (++_lastAlert, now)))
            return false;
        _deliveries.AddRange(raised.Receivers.Distinct().Select(receiver => new StoredDelivery(new AlertDelivery
        {
            AlertId = _lastAlert, MessageId = MessageIds.Of(raised.Alert, now), RaisedAt = now, Alert = raised.Alert, Receiver = receiver, NextAt = now,
        })));
        return true;
    }

    private void RecoverDeliveries()
    {
        foreach (var delivery in _deliveries)
            delivery.Recover(Now);
    }
}

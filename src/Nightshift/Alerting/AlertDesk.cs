using Nightshift.Alerting.Outbound;
using Nightshift.Alerting.Receivers;
using Nightshift.Alerting.Rules;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Stores;

namespace Nightshift.Alerting;

/// <summary>
/// Alerts of one store: looks how things stand and puts what somebody should know into the outbox, and delivers what is there. Nobody in the
/// engine waits for it, and it changes nothing but the outbox.
/// </summary>
public sealed class AlertDesk
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);
    private readonly IStore _store;
    private readonly IReadOnlyList<AlertReceiver> _receivers;
    private readonly TimeProvider _time;
    private readonly FactReader _facts;
    private readonly Courier _courier;
    private readonly AlertSender _sender;

    /// <summary>What was raised already, by this process: it is not written again.</summary>
    private readonly HashSet<(AlertKind Kind, string Subject)> _raised = [];
    private DateTimeOffset? _since;

    /// <summary>A desk.</summary>
    /// <param name="store">Whose jobs, and whose outbox.</param>
    /// <param name="receivers">Who wants to know.</param>
    /// <param name="budgets">Those of the configuration.</param>
    /// <param name="catalog">The providers.</param>
    /// <param name="environment">Looks up the variables that hold secrets.</param>
    /// <param name="time">The clock.</param>
    public AlertDesk(IStore store, IReadOnlyList<AlertReceiver> receivers, IReadOnlyList<Budget> budgets, ProviderCatalog catalog, Func<string, string?> environment, TimeProvider time)
        : this(store, receivers, new FactReader(store, receivers, budgets, catalog), new Courier(environment, NameLookup.System, time), time)
    {
    }

    internal AlertDesk(IStore store, IReadOnlyList<AlertReceiver> receivers, FactReader facts, Courier courier, TimeProvider time)
    {
        (_store, _receivers, _time, _facts, _courier) = (store, receivers, time, facts, courier);
        _sender = new AlertSender(store, receivers, courier, time);
    }

    /// <summary>Who wants to know.</summary>
    public IReadOnlyList<AlertReceiver> Receivers => _receivers;

    /// <summary>Looks how things stand, and commits what somebody should know. How many alerts are new.</summary>
    public async Task<int> LookAsync()
    {
        if (_receivers.Count == 0)
            return 0;
        var now = _time.GetUtcNow();
        var found = AlertRules.Of(await _facts.ReadAsync(await SinceAsync(), now)).Where(notice => !_raised.Contains((notice.Alert.Kind, notice.Alert.Subject))).ToList();
        if (found.Count == 0)
            return 0;
        var count = await _store.RaiseAsync(AlertRouting.Address(found, _receivers));
        Failpoint.Hit(AlertFailpoints.Raised);
        _raised.UnionWith(found.Select(notice => (notice.Alert.Kind, notice.Alert.Subject)));
        return count;
    }

    /// <summary>Delivers what is due. What cannot be delivered, or not before the stop, waits in the outbox.</summary>
    public Task<DeliveryCount> SendAsync(CancellationToken stop = default) => _sender.SendAsync(stop);

    /// <summary>Hands a receiver a trial, past the outbox; why it did not take it, or null when it did.</summary>
    public async Task<string?> TryAsync(AlertReceiver receiver, CancellationToken stop = default)
    {
        var now = _time.GetUtcNow();
        var alert = new Alert
        {
            Kind = AlertKind.Trial,
            Subject = $"trial of {receiver.Name} at {AlertText.Moment(now)}",
            Headline = $"This is a trial of the receiver {receiver.Name}.",
            Lines = ["If you can read this, its alerts arrive.", "It was sent by: nightshift alerts test"],
        };
        var arrival = await _courier.HandOverAsync(receiver, new AlertDelivery
        {
            AlertId = 0, MessageId = MessageIds.Of(alert, now), RaisedAt = now, Alert = alert, Receiver = receiver.Name,
        }, stop);
        return arrival switch
        {
            Arrival.Taken => null,
            Arrival.NotTaken(var reason) => reason,
            Arrival.Gone(var reason) => reason,
            _ => throw new InvalidOperationException($"not an arrival: {arrival}"),
        };
    }

    private async Task<DateTimeOffset> SinceAsync()
    {
        if (_since is { } since)
            return since;
        await _store.ForgetAlertsAsync(_time.GetUtcNow() - Remembered);
        return (_since = await _store.WatchAsync()).Value;
    }
}

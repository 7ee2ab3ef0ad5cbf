using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string InsertAlert = """
        INSERT OR IGNORE INTO alerts (kind, subject, message_id, raised_at, headline, lines, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        """;

    private const string InsertDelivery = "INSERT OR IGNORE INTO deliveries (alert, receiver, next_at) VALUES (?1, ?2, ?3)";

    private const string ForgetAlerts = """
        DELETE FROM alerts WHERE raised_at < ?1 AND NOT EXISTS (SELECT 1 FROM deliveries WHERE alert = alerts.id AND state IN (0, 1))
        """;

    private const string ForgetDeliveries = "DELETE FROM deliveries WHERE NOT EXISTS (SELECT 1 FROM alerts WHERE alerts.id = alert)";

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset> WatchAsync(CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            if (database.Scalar("SELECT since FROM alert_watch") is { } since)
                return StoredUnits.ToTime(since);
            using var insert = database.Use("INSERT INTO alert_watch (since) VALUES (?1)");
            var now = StoredUnits.ToMilliseconds(Now);
            insert.Bind(1, now).RunOne();
            return StoredUnits.ToTime(now);
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask<int> RaiseAsync(IReadOnlyList<NewAlert> alerts, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) => alerts.Count(alert => Raise(database, alert)), cancellation);

    /// <inheritdoc/>
    public async ValueTask<int> ForgetAlertsAsync(DateTimeOffset before, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            using var alerts = database.Use(ForgetAlerts);
            var forgotten = alerts.Bind(1, StoredUnits.ToMilliseconds(before)).Run();
            using var deliveries = database.Use(ForgetDeliveries);
            if (forgotten > 0)
                deliveries.Run();
            return forgotten;
        },
        cancellation);

    private bool Raise(Database database, NewAlert raised)
    {
        var (alert, now) = (raised.Alert, Now);
        using (var insert = database.Use(InsertAlert))
        {
            var isNew = insert.Bind(1, (long)alert.Kind).Bind(2, alert.Subject).Bind(3, MessageIds.Of(alert, now)).Bind(4, StoredUnits.ToMilliseconds(now))
                .Bind(5, alert.Headline).Bind(6, ToJson(alert.Lines)).Bind(7, alert.Data).Run() == 1;
            if (!isNew)
                return false;
        }

        var id = database.Scalar("SELECT last_insert_rowid()")!.Value;
        foreach (var receiver in raised.Receivers)
        {
            using var insert = database.Use(InsertDelivery);
            insert.Bind(1, id).Bind(2, receiver).Bind(3, StoredUnits.ToMilliseconds(now)).Run();
        }

        return true;
    }
}

using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectDeliveries = """
        SELECT alert, message_id, raised_at, kind, subject, headline, lines, data, receiver, state, tries, next_at, last_error, ended_at
        FROM deliveries JOIN alerts ON alerts.id = alert
        """;

    private const string SelectDue = SelectDeliveries + """
         WHERE state = 0 AND (next_at <= ?1 OR next_at > ?2) AND receiver NOT IN (SELECT value FROM json_each(?3))
        ORDER BY next_at, alert, receiver LIMIT ?4
        """;

    private const string SelectNewest = SelectDeliveries + " WHERE (?1 = 0 OR state <> 2) ORDER BY alert DESC, receiver LIMIT ?2";
    private const string TryDelivery = "UPDATE deliveries SET state = 1, tries = tries + 1 WHERE alert = ?1 AND receiver = ?2 AND state = 0";
    private const string EndDelivery = "UPDATE deliveries SET state = ?3, ended_at = ?4, last_error = coalesce(?5, last_error) WHERE alert = ?1 AND receiver = ?2 AND state = 1";
    private const string RetryDelivery = "UPDATE deliveries SET state = 0, next_at = ?3, last_error = ?4 WHERE alert = ?1 AND receiver = ?2 AND state = 1";
    private const string PutOff = "UPDATE deliveries SET next_at = ?2 WHERE receiver = ?1 AND state = 0 AND next_at < ?2";
    private const string RetryTried = "UPDATE deliveries SET state = 0, next_at = ?1 WHERE state = 1";
    private const string SelectNextDelivery = "SELECT min(CASE WHEN next_at > ?2 THEN ?1 ELSE max(next_at, ?1) END) FROM deliveries WHERE state = 0";

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertDelivery>> ClaimDeliveriesAsync(int max, IReadOnlyCollection<string> except, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            var due = new List<AlertDelivery>();
            using (var select = database.Use(SelectDue))
            {
                select.Bind(1, StoredUnits.ToMilliseconds(Now)).Bind(2, StoredUnits.ToMilliseconds(Now + RetryTimes.LongestDeliveryWait)).Bind(3, ToJson(except)).Bind(4, max);
                while (select.Step())
                    due.Add(ReadDelivery(select));
            }

            foreach (var delivery in due)
            {
                using var update = database.Use(TryDelivery);
                update.Bind(1, delivery.AlertId).Bind(2, delivery.Receiver).RunOne();
            }

            return due.ConvertAll(delivery => delivery with { State = DeliveryState.Trying, Tries = delivery.Tries + 1 });
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask EndDeliveriesAsync(IReadOnlyList<DeliveryEnd> ends, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            foreach (var end in ends)
                End(database, end);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask PutOffDeliveriesAsync(string receiver, DateTimeOffset until, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            using var update = database.Use(PutOff);
            return update.Bind(1, receiver).Bind(2, StoredUnits.ToNotBefore(until)).Run();
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextDeliveryAsync(CancellationToken cancellation = default) => new(Read(database =>
    {
        var now = Now;
        return StoredUnits.ToTime(database.Scalar(SelectNextDelivery, StoredUnits.ToMilliseconds(now), StoredUnits.ToMilliseconds(now + RetryTimes.LongestDeliveryWait)));
    }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertDelivery>> ListDeliveriesAsync(int max, bool openOnly = false, CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectNewest).Bind(1, openOnly ? 1 : 0).Bind(2, max);
        var deliveries = new List<AlertDelivery>();
        while (select.Step())
            deliveries.Add(ReadDelivery(select));
        return deliveries;
    }));

    private void End(Database database, DeliveryEnd end)
    {
        switch (end)
        {
            case DeliveryEnd.Again(var alert, var receiver, var at, var error):
                using (var update = database.Use(RetryDelivery))
                    update.Bind(1, alert).Bind(2, receiver).Bind(3, StoredUnits.ToNotBefore(at)).Bind(4, error).Run();
                break;
            case DeliveryEnd.Delivered or DeliveryEnd.GivenUp:
                using (var update = database.Use(EndDelivery))
                {
                    var (state, error) = end is DeliveryEnd.GivenUp givenUp ? (DeliveryState.GivenUp, givenUp.Error) : (DeliveryState.Delivered, null);
                    update.Bind(1, end.AlertId).Bind(2, end.Receiver).Bind(3, (long)state).Bind(4, StoredUnits.ToMilliseconds(Now)).Bind(5, error).Run();
                }

                break;
            default:
                throw new InvalidOperationException($"not an end of a delivery: {end}");
        }
    }

    private void RecoverDeliveries(Database database)
    {
        using var update = database.Use(RetryTried);
        update.Bind(1, StoredUnits.ToMilliseconds(Now)).Run();
    }

    private static AlertDelivery ReadDelivery(Statement row)
    {
        var state = (DeliveryState)row.Int32(9);
        return new AlertDelivery
        {
            AlertId = row.Int64(0),
            MessageId = row.Text(1)!,
            RaisedAt = StoredUnits.ToTime(row.Int64(2)),
            Alert = new Alert
            {
                Kind = (AlertKind)row.Int32(3),
                Subject = row.Text(4)!,
                Headline = row.Text(5)!,
                Lines = JsonSerializer.Deserialize(row.Text(6)!, StringsJson.Default.StringArray)!,
                Data = row.Text(7)!,
            },
            Receiver = row.Text(8)!,
            State = state,
            Tries = row.Int32(10),
            NextAt = state is DeliveryState.Waiting or DeliveryState.Trying ? StoredUnits.ToTime(row.Int64(11)) : null,
            LastError = row.Text(12),
            EndedAt = StoredUnits.ToTime(row.NullableInt64(13)),
        };
    }
}

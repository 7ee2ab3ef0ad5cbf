using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

public sealed partial class SqliteStore
{
    private const string SelectSchedules = "SELECT id, name, cron, time_zone, missed, arguments, folder, created_at FROM schedules";
    private const string SelectScheduleByName = SelectSchedules + " WHERE name = ?1";
    private const string SelectSchedulesByName = SelectSchedules + " ORDER BY name";

    private const string InsertSchedule =
        "INSERT INTO schedules (name, cron, time_zone, missed, arguments, folder, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    /// <inheritdoc/>
    public ValueTask<Schedule> AddScheduleAsync(NewSchedule schedule, CancellationToken cancellation = default) => WriteAsync(
        (database, _) =>
        {
            using var existing = database.Use(SelectScheduleByName).Bind(1, schedule.Name);
            if (existing.Step())
                throw Faults.ScheduleTaken(schedule.Name);
            using var insert = database.Use(InsertSchedule);
            insert.Bind(1, schedule.Name).Bind(2, schedule.Cron).Bind(3, schedule.TimeZone).Bind(4, (long)schedule.Missed)
                .Bind(5, ToJson(schedule.Arguments)).Bind(6, schedule.Folder).Bind(7, StoredUnits.ToMilliseconds(Now)).RunOne();
            using var added = database.Use(SelectScheduleByName).Bind(1, schedule.Name);
            added.Step();
            return ReadSchedule(added);
        },
        cancellation);

    /// <inheritdoc/>
    public async ValueTask RemoveScheduleAsync(ScheduleId schedule, CancellationToken cancellation = default) => await WriteAsync(
        (database, _) =>
        {
            using var delete = database.Use("DELETE FROM schedules WHERE id = ?1");
            if (delete.Bind(1, schedule.Value).Run() == 0)
                throw Faults.NoSchedule(schedule);
            using var runs = database.Use("DELETE FROM scheduled_runs WHERE schedule = ?1");
            return runs.Bind(1, schedule.Value).Run();
        },
        cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Schedule>> ListSchedulesAsync(CancellationToken cancellation = default) => new(Read(database =>
    {
        using var select = database.Use(SelectSchedulesByName);
        var schedules = new List<Schedule>();
        while (select.Step())
            schedules.Add(ReadSchedule(select));
        return schedules;
    }));

    private static Schedule ReadSchedule(Statement row) => new()
    {
        Id = new ScheduleId(row.Int64(0)),
        Name = row.Text(1)!,
        Cron = row.Text(2)!,
        TimeZone = row.Text(3)!,
        Missed = (MissedPolicy)row.Int32(4),
        Arguments = JsonSerializer.Deserialize(row.Text(5)!, StringsJson.Default.StringArray)!,
        Folder = row.Text(6)!,
        CreatedAt = StoredUnits.ToTime(row.Int64(7)),
    };
}

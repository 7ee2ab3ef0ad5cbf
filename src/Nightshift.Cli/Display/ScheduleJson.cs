using System.Text.Json;
using Nightshift.Cli.Scheduling;
using Nightshift.Model;

namespace Nightshift.Cli.Display;

/// <summary>Schedules as JSON on standard output, in snake case; times are UTC.</summary>
internal static class ScheduleJson
{
    public static void Write(IReadOnlyList<(Schedule Schedule, IReadOnlyList<ScheduledRun> Runs)> schedules, DateTimeOffset now) => JsonOutput.Print(json =>
    {
        json.WriteStartArray();
        foreach (var (schedule, runs) in schedules)
        {
            json.WriteStartObject();
            json.WriteString("name", schedule.Name);
            json.WriteString("cron", schedule.Cron);
            json.WriteString("time_zone", schedule.TimeZone);
            json.WriteString("missed", schedule.Missed.ToString().ToLowerInvariant());
            json.WriteStartArray("command");
            foreach (var word in schedule.Arguments)
                json.WriteStringValue(word);
            json.WriteEndArray();
            json.WriteString("folder", schedule.Folder);
            json.WriteString("created_at", schedule.CreatedAt);
            json.WriteTime("next_at", ScheduleTimes.TryOf(schedule)?.NextAfter(now));
            json.WriteStartArray("runs");
            foreach (var run in runs)
                WriteRun(json, run);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteRun(Utf8JsonWriter json, ScheduledRun run)
    {
        json.WriteStartObject();
        json.WriteString("planned_at", run.Id.PlannedAt);
        json.WriteBoolean("by_hand", run.IsByHand);
        json.WriteString("started_at", run.ClaimedAt);
        json.WriteTime("ended_at", run.EndedAt);
        json.WriteString("state", run.State.ToString().ToLowerInvariant());
        json.WriteString("outcome", ScheduleText.Outcome(run));
        json.WriteNumber("exit_code", (decimal?)run.ExitCode);
        json.WriteString("reason", run.Reason);
        json.WriteNumber("job", (decimal?)run.Job?.Value);
        json.WriteNumber("rows", (decimal?)run.Rows);
        json.WriteNumber("failed", (decimal?)run.Failed);
        json.WriteNumber("cost_usd", run.CostUsd);
        json.WriteEndObject();
    }
}

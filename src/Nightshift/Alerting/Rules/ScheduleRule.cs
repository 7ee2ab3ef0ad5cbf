using Nightshift.Model;

namespace Nightshift.Alerting.Rules;

/// <summary>Schedules that were due and did not run.</summary>
internal static class ScheduleRule
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static IEnumerable<Notice> Of(ScheduleFacts schedule, DateTimeOffset now)
    {
        if (schedule.DueAt + Patience >= now)
            yield break;
        var name = AlertText.Foreign(schedule.Name);
        yield return new Notice(new Alert
        {
            Kind = AlertKind.ScheduleMissed,
            Subject = $"{name} at {AlertText.Moment(schedule.DueAt)}",
            Headline = $"The schedule {name} was due at {AlertText.Time(schedule.DueAt)} and has not run.",
            Lines = ["Is `nightshift work --forever` running?"],
            Data = AlertBody.Details(json =>
            {
                json.WriteString("schedule", schedule.Name);
                json.WriteString("due_at", AlertText.Moment(schedule.DueAt));
            }),
        });
    }
}

using Nightshift.Model;

namespace Nightshift.Alerting.Rules;

/// <summary>Runs of schedules that were left out.</summary>
internal static class ScheduleRule
{
    public static Notice Of(ScheduleFacts schedule)
    {
        var name = AlertText.Foreign(schedule.Name);
        return new Notice(new Alert
        {
            Kind = AlertKind.ScheduleMissed,
            Subject = $"{name} at {AlertText.Moment(schedule.DueAt)}",
            Headline = $"The schedule {name} was due at {AlertText.Time(schedule.DueAt)} and was left out.",
            Lines = [schedule.IsOverlap ? "The run before had not ended." : "Nobody was there at its time: `nightshift work --forever` has to be running."],
            Data = AlertBody.Details(json =>
            {
                json.WriteString("schedule", schedule.Name);
                json.WriteString("due_at", AlertText.Moment(schedule.DueAt));
            }),
        });
    }
}

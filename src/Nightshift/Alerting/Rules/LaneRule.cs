using Nightshift.Model;

namespace Nightshift.Alerting.Rules;

/// <summary>Accounts of a route that a job does without: its rows go to the others, and nobody would notice.</summary>
internal static class LaneRule
{
    public static IEnumerable<Notice> Of(JobFacts facts) => facts.Job.LanesOut.Select(lane => new Notice(new Alert
    {
        Kind = AlertKind.LaneOut,
        Subject = $"job {facts.Job.Id} {lane.Lane} since {AlertText.Moment(lane.Since)}",
        Headline = $"{AlertText.Name(facts.Job)}: {lane.Lane} is out since {AlertText.Time(lane.Since)}, and the other accounts of its route take its rows.",
        Lines = [$"{AlertText.Foreign(lane.Reason).TrimEnd('.')}.", "It is tried again by itself, after longer and longer rests."],
        Data = AlertBody.Details(json =>
        {
            json.WriteNumber("job", facts.Job.Id.Value);
            json.WriteString("model", lane.Lane);
            json.WriteString("since", AlertText.Moment(lane.Since));
            json.WriteString("reason", lane.Reason);
        }),
    }) { JobName = facts.Job.Name, Tags = facts.Tags });
}

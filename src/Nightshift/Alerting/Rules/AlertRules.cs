namespace Nightshift.Alerting.Rules;

/// <summary>
/// From how things stand to what somebody should know. The same facts give the same subjects, and a subject is raised once: the rules remember
/// nothing, and may be asked as often as anybody likes.
/// </summary>
internal static class AlertRules
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Notice> Of(AlertFacts facts) =>
    [
        .. facts.Jobs.SelectMany(job => JobRules.Of(job, facts)),
        .. facts.Jobs.SelectMany(LaneRule.Of),
        .. facts.Standings.SelectMany(standing => BudgetRules.Of(standing, facts)),
        .. facts.Batches.SelectMany(batch => ExpiryRule.Of(batch, facts.Now)),
        .. OverdueRule.Of(facts.Batches),
        .. StallRule.Of(facts.Batches, facts.Now),
        .. facts.Schedules.Select(ScheduleRule.Of),
        .. ReportRule.Of(facts),
    ];
}

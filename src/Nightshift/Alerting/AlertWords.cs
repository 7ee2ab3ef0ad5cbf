using Nightshift.Model;

namespace Nightshift.Alerting;

/// <summary>What the kinds of alerts are called: in the configuration, in webhooks, in lists.</summary>
public static class AlertWords
{
    /// <summary>The kinds that a receiver can ask for, by their words.</summary>
    public static IReadOnlyDictionary<string, AlertKind> Kinds { get; } =
        Enum.GetValues<AlertKind>().Where(kind => kind != AlertKind.Trial).ToDictionary(Of, StringComparer.OrdinalIgnoreCase);

    /// <summary>A kind's word.</summary>
    public static string Of(AlertKind kind) => kind switch
    {
        AlertKind.JobFinished => "job.finished",
        AlertKind.JobPaused => "job.paused",
        AlertKind.RowsFailed => "rows.failed",
        AlertKind.BudgetReached => "budget.reached",
        AlertKind.ResultsExpiring => "results.expiring",
        AlertKind.ScheduleMissed => "schedule.missed",
        AlertKind.CollectorStalled => "collector.stalled",
        AlertKind.DailyReport => "report.daily",
        AlertKind.BatchOverdue => "batch.overdue",
        AlertKind.LaneOut => "lane.out",
        AlertKind.Trial => "trial",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "an alert without a word"),
    };
}

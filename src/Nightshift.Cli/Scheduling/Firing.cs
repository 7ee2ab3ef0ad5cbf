using Nightshift.Model;

namespace Nightshift.Cli.Scheduling;

/// <summary>What is to be done about a schedule at a moment: a function of its times, of what has been claimed of it, and of the clock.</summary>
internal abstract record Firing
{
    /// <summary>A run that cannot begin within so long of its time is one that was missed: enough for a cron that looks every ten minutes.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>A timer may fire a little before its time.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromSeconds(1);

    /// <summary>A time further ahead was claimed under a wrong clock, and holds nothing up.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(8);

    private Firing()
    {
    }

    /// <summary>Nothing is due.</summary>
    internal sealed record None : Firing;

    /// <summary>The run of this time is to begin.</summary>
    internal sealed record Begin(DateTimeOffset PlannedAt) : Firing;

    /// <summary>The run of this time is to be left out: it was missed.</summary>
    internal sealed record Leave(DateTimeOffset PlannedAt) : Firing;

    /// <summary>Decides. However many times have passed since the last that was claimed, one is acted on, the latest.</summary>
    public static Firing Of(Recurrence recurrence, MissedPolicy missed, DateTimeOffset since, DateTimeOffset now) =>
        recurrence.LastBetween(since, now + Early) switch
        {
            null => new None(),
            { } planned when missed == MissedPolicy.Skip && now - planned > Grace => new Leave(planned),
            { } planned => new Begin(planned),
        };

    /// <summary>
    /// From when on times have not been seen to: the latest that was claimed, or the schedule's beginning. It does not go back when the clock
    /// does, so that nothing is fired again.
    /// </summary>
    public static DateTimeOffset Since(Schedule schedule, IEnumerable<ScheduledRun> runs, DateTimeOffset now) =>
        runs.Where(run => !run.IsByHand).Select(run => run.Id.PlannedAt).Append(schedule.CreatedAt)
            .Where(seen => seen <= now + Horizon).DefaultIfEmpty(now - Grace).Max();
}

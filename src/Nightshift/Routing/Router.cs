using System.Globalization;
using Nightshift.Model;

namespace Nightshift.Routing;

/// <summary>Chooses between live calls and batches. Pure: from what is known now to what is done now; it is asked again every moment.</summary>
internal static class Router
{
    /// <summary>Fewer rows are not worth hours: what a batch saves on them is less than anybody counts.</summary>
    public const int SmallJob = 20;

    /// <summary>So long a batch that was called back is waited for where no time is set.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Why rows go live though batches were asked for too.</summary>
    public const string NoBatches = "live calls: this model cannot be had in batches";

    /// <summary>How long a provider takes to give back a batch that is called back (10 minutes with OpenAI and Anthropic, 2026-11), and some looks.</summary>
    private static readonly TimeSpan Recalling = TimeSpan.FromMinutes(15);

    /// <summary>Live calls in a minute, while no limit is known: what the lowest tiers of the large providers let through.</summary>
    private const double UnknownRate = 300;

    /// <summary>A batch that ends in time less often than this is not begun, and not waited for.</summary>
    private const double FairChance = 0.1;

    /// <summary>Part of the waiting rows below which another batch is not worth its while.</summary>
    private const int SmallestPart = 20;

    /// <summary>The way from here.</summary>
    public static Route Plan(Strategy strategy, RouteFacts facts) => strategy switch
    {
        Strategy.Fastest => new Route(Route.All, 0, "live calls alone, as asked for"),
        Strategy.Cheapest => new Route(0, Route.All, "batches alone, as asked for"),
        _ when !facts.HasBatches => new Route(Route.All, 0, NoBatches),
        Strategy.Hybrid => Hybrid(facts) with { Left = Overstaying(facts, Patience) },
        Strategy.Deadline => Deadline(facts) with { Left = Overstaying(facts, Recalling) },
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "not a strategy"),
    };

    /// <summary>How long live calls take for so many rows, with a fifth in reserve and a minute to begin.</summary>
    public static TimeSpan LiveTime(long rows, double? rowsPerMinute) =>
        rows == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(1 + (1.2 * rows / (rowsPerMinute ?? UnknownRate)));

    /// <summary>Live calls all the while; what they would not have come to by the time that a batch ends goes into one.</summary>
    private static Route Hybrid(RouteFacts facts)
    {
        var overdue = facts.Batches.Where(batch => !batch.IsRecalled && facts.Turnaround.IsOverdue(batch.Age)).Select(batch => batch.Id).ToList();
        if (facts.Waiting == 0)
            return new Route(Route.All, 0, Recall(facts, overdue, "they are out far longer than is usual") ?? Out(facts, "none waits for a live call")) { Recalled = overdue };
        if (facts.LiveRowsPerMinute is not { } rate)
            return new Route(Route.All, 0, "live calls: nothing limits them that is known") { Recalled = overdue };
        var usual = facts.Turnaround.Within(0.5);
        var overflow = facts.Waiting - (long)(rate * usual.TotalMinutes);
        return overflow < Math.Max(Math.Max(facts.FewestRows, SmallJob), facts.Waiting / SmallestPart)
            ? new Route(Route.All, 0, $"live calls: {Rate(rate)} are through before a batch is back, which takes {Words(usual)} as a rule") { Recalled = overdue }
            : new Route(Route.All, overflow, $"{NumberWords.Count(overflow)} rows in batches, which take {Words(usual)} as a rule: in that time live calls come to the other {NumberWords.Count(facts.Waiting - overflow)} at {Rate(rate)}") { Recalled = overdue };
    }

    /// <summary>Batches first, as long as there is time to send live what they do not give back.</summary>
    private static Route Deadline(RouteFacts facts)
    {
        var left = (facts.Deadline ?? throw new ArgumentException("a deadline without a time", nameof(facts))) - facts.Now;
        var (kept, recalled) = Recall(facts, left);
        var fallback = Recalling + LiveTime(facts.Waiting + kept + facts.Batches.Where(batch => batch.IsRecalled || recalled.Contains(batch.Id)).Sum(batch => batch.Rows), facts.LiveRowsPerMinute);
        var why = Recall(facts, recalled, "it is the last moment at which they can be done in time");
        if (facts.Waiting == 0)
            return new Route(0, 0, why ?? Out(facts, $"what is not back within {Words(left - fallback)} is sent live")) { Recalled = recalled };
        // These and no more: what comes back from a batch that is lost is looked at first, and may be worth another.
        if (facts.Waiting < Math.Max(facts.FewestRows, SmallJob))
            return new Route(facts.Waiting, 0, why ?? "live calls: so few rows are not worth a batch") { Recalled = recalled };
        var chance = left > fallback ? facts.Turnaround.Chance(TimeSpan.Zero, left - fallback) : 0;
        return chance >= FairChance
            ? new Route(0, facts.Waiting, $"batches: {NumberWords.WholePercent((decimal)chance)} of them end within {Words(left - fallback)}, and what is not back by then is sent live in the {Words(fallback)} that are left") { Recalled = recalled }
            : new Route(Route.All, 0, why ?? (left <= TimeSpan.Zero
                ? "live calls: the deadline is over"
                : $"live calls: {Words(left)} are left, and they take {Words(fallback)} of it; {(chance == 0 ? "no batch" : $"only {NumberWords.WholePercent((decimal)chance)} of the batches")} would be back in time")) { Recalled = recalled };
    }

    /// <summary>Calls back just enough batches, least likely first, that the others' rows could still be sent live later.</summary>
    private static (long Kept, IReadOnlyList<BatchId> Recalled) Recall(RouteFacts facts, TimeSpan left)
    {
        // By all of their rows, also those that are done there: a batch that does not come back brings none of them.
        var open = facts.Batches.Where(batch => !batch.IsRecalled)
            .OrderBy(batch => facts.Turnaround.Chance(batch.Age, left)).ThenByDescending(batch => batch.Rows).ToList();
        var kept = open.Sum(batch => batch.Rows);
        if (left > Recalling + LiveTime(facts.Batches.Where(batch => batch.IsRecalled).Sum(batch => batch.Rows) + kept, facts.LiveRowsPerMinute))
            return (kept, []);
        var recalled = new List<BatchId>();
        foreach (var batch in open)
        {
            recalled.Add(batch.Id);
            kept -= batch.Rows;
            // Those that stay have their own last moment, which is later the fewer they are; for what has no chance it is waited in vain.
            if (kept > 0 && left > Recalling + LiveTime(kept, facts.LiveRowsPerMinute) && facts.Turnaround.Chance(open[recalled.Count].Age, left) >= FairChance)
                break;
        }

        return (kept, recalled);
    }

    /// <summary>Providers lose batches, and cancellings too.</summary>
    private static List<BatchId> Overstaying(RouteFacts facts, TimeSpan patience) =>
        [.. facts.Batches.Where(batch => batch.IsRecalled && batch.RecalledFor >= patience).Select(batch => batch.Id)];

    private static string? Recall(RouteFacts facts, IReadOnlyList<BatchId> recalled, string because) => recalled.Count == 0 ? null
        : $"{NumberWords.Count(facts.Batches.Where(batch => recalled.Contains(batch.Id)).Sum(batch => batch.Rows))} rows are called back from batches, and those that are not done are sent live: {because}";

    /// <summary>Nothing waits to be sent.</summary>
    private static string Out(RouteFacts facts, string then) => facts.Batches.Where(batch => !batch.IsRecalled).Sum(batch => batch.Rows) is > 0 and var rows
        ? $"batches: {NumberWords.Count(rows)} rows are out, and {then}"
        : "no row waits to be sent";

    private static string Rate(double rows) => string.Create(CultureInfo.InvariantCulture, $"{rows:#,0} rows a minute");

    private static string Words(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)time.TotalMinutes)} min");
}

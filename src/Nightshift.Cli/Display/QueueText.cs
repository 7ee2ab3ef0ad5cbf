using System.Globalization;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Gathering;

namespace Nightshift.Cli.Display;

/// <summary>Queues as people read them: a few lines each, which no terminal is too narrow for.</summary>
internal static class QueueText
{
    /// <summary>The lines of a queue: when lots are due, what is done with them, what waits, and what came of the last ones.</summary>
    public static IEnumerable<string> Lines(QueueState state)
    {
        if (state is not { Definition: { } definition, Standing: { } standing })
        {
            yield return $"{state.Name}   cannot be used: {state.Fault}";
            yield break;
        }

        yield return $"{state.Name}   sent at {Rule(definition.Rule)}";
        yield return $"  does  {RunLine.Quote(definition.Arguments)}";
        yield return $"  in    {definition.Folder}";
        yield return $"  open  {Open(standing.Open, ZoneOf(definition))}";
        if (standing.Open.Requests > 0)
            yield return $"  due   {Due(standing.Decision, ZoneOf(definition))}";
        var label = "lots";
        foreach (var closed in standing.Closed.Reverse())
        {
            yield return $"  {label}  lot {closed.Number}  closed, waits for `nightshift work`";
            label = "    ";
        }

        foreach (var (job, words) in state.Lots)
        {
            var failed = job.Counts.Failed > 0 ? $" ({Words.Count(job.Counts.Failed)} failed)" : "";
            yield return $"  {label}  lot {JobResults.LotOf(job)?.Number}  job {job.Id}, {words}; {Words.Rows(job.Counts.Total)}{failed}, {Words.Cost(job.Spend)}";
            label = "    ";
        }
    }

    /// <summary>When a lot is due.</summary>
    public static string Rule(LotRule rule)
    {
        List<string> parts = [];
        if (rule.Rows is { } rows)
            parts.Add(Requests(rows));
        if (rule.Bytes is { } bytes)
            parts.Add(Words.Bytes(bytes));
        if (rule.Age is { } age)
            parts.Add($"{Time(age)} after the first");
        if (rule.At is { } at)
            parts.Add($"{at.Time.ToString("HH:mm", CultureInfo.InvariantCulture)} ({at.Zone.Id})");
        return parts switch
        {
            [] => "nothing but `nightshift queue send`",
            [var one] => one,
            [.., var last] => $"{string.Join(", ", parts[..^1])} or {last}",
        };
    }

    /// <summary>What came of an enqueuing.</summary>
    public static string What(Enqueued enqueued, RequestQueue queue)
    {
        var added = enqueued.Requests.LongCount(request => request.IsNew);
        var known = enqueued.Requests.Count - added;
        var says = added > 0 ? $"{Requests(added)} in lot {enqueued.Lot} of queue {queue.Name}" : $"Nothing new in lot {enqueued.Lot} of queue {queue.Name}";
        if (known > 0)
            says += $"; {Requests(known)} {(known == 1 ? "was" : "were")} there already";
        return enqueued.IsClosed ? $"{says}. The lot is full: `nightshift work` sends it." : $"{says}. Due: {Due(queue.Stand().Decision, ZoneOf(queue.Definition))}";
    }

    private static string Open(OpenLot open, TimeZoneInfo zone) => open.Requests == 0
        ? "nothing waits"
        : $"lot {open.Number}: {Requests(open.Requests)}, {Words.Bytes(open.Bytes)}, the oldest of {Moment(open.OpenedAt, zone)}";

    private static string Due(LotDecision decision, TimeZoneInfo zone) => decision switch
    {
        LotDecision.Close => "now, by `nightshift work`",
        LotDecision.Wait { Until: { } until } => $"{Moment(until, zone)} at the latest",
        LotDecision.Wait => "when there are enough",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "a decision without words"),
    };

    private static string Requests(long count) => count == 1 ? "1 request" : $"{Words.Count(count)} requests";

    private static string Moment(DateTimeOffset time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(time, zone).ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static TimeZoneInfo ZoneOf(QueueDefinition definition) => definition.Rule.At?.Zone ?? TimeProvider.System.LocalTimeZone;

    private static string Time(TimeSpan time) => time switch
    {
        { Hours: 0, Minutes: 0, Seconds: 0, Days: > 0 } => $"{time.Days} d",
        { Minutes: 0, Seconds: 0, Days: 0, Hours: > 0 } => $"{time.Hours} h",
        { Seconds: 0, Days: 0, Hours: 0, Minutes: > 0 } => $"{time.Minutes} min",
        _ => Words.Duration(time),
    };
}

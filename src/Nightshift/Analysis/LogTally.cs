using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>Counts what logs say, use by use, in memory that does not grow with them: what is remembered of all uses are hashes, up to limits.</summary>
internal sealed class LogTally(PriceBook book, CheaperModels cheaper, TimeZoneInfo zone)
{
    /// <summary>More than anybody reads; the rest is counted together.</summary>
    public const int MostWorkloads = 2_000;

    /// <summary>For so long a provider keeps the beginning of a prompt: five to ten minutes after its last use (OpenAI's and Anthropic's guides, 2026).</summary>
    private static readonly TimeSpan CacheLife = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Workload, string Provider, string Model), WorkloadTally> _workloads = [];
    private readonly Dictionary<string, decimal> _bills = new(StringComparer.Ordinal);
    private readonly FingerprintSet _requests = new();
    private readonly BoundedCounts _beginnings = new();
    private readonly BoundedCounts _bursts = new();

    /// <summary>From when to when.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Span { get; private set; }

    /// <summary>Whether some had no time.</summary>
    public bool HasTimeless { get; private set; }

    public bool HasOthers { get; private set; }

    /// <summary>Whether there were more requests than can be told apart, so that duplicates are a least number.</summary>
    public bool IsLeast => _requests.IsFull || _beginnings.IsFull || _bursts.IsFull;

    public IEnumerable<WorkloadFacts> Workloads => _workloads.Values.Select(static tally => tally.Facts());

    public IReadOnlyDictionary<string, decimal> Bills => _bills;

    public void Add(LogEntry entry)
    {
        Widen(entry);
        switch (entry)
        {
            case LoggedUse use:
                Add(use);
                break;
            case LoggedBill bill:
                var item = _bills.Count < MostWorkloads || _bills.ContainsKey(bill.LineItem) ? bill.LineItem : "(others)";
                _bills[item] = _bills.GetValueOrDefault(item) + bill.Usd;
                break;
            default:
                throw new InvalidOperationException($"not an entry: {entry}");
        }
    }

    private void Widen(LogEntry entry)
    {
        if (entry.At is not { } from)
        {
            HasTimeless = true;
            return;
        }

        var to = from + (entry.Duration ?? TimeSpan.Zero);
        Span = Span is { } span ? (from < span.From ? from : span.From, to > span.To ? to : span.To) : (from, to);
    }

    private void Add(LoggedUse use)
    {
        var tally = TallyOf(use);
        var isDuplicate = use.Print is { } print && _requests.Contains(print.Request);
        // A sum of a day has no hour of its own.
        var at = use.At is { } utc && (!use.IsAggregate || use.Duration <= TimeSpan.FromHours(1)) ? InZone(utc) : (DateTimeOffset?)null;
        var (read, written) = Cacheable(tally, use);
        tally.Add(use, new Sighting(isDuplicate, InBursts(tally, use), at?.Hour, at is { } time ? (int)(time.Ticks / TimeSpan.TicksPerDay) : null, read, written));
    }

    private DateTimeOffset InZone(DateTimeOffset utc) => zone.Equals(TimeZoneInfo.Utc) ? utc : TimeZoneInfo.ConvertTime(utc, zone);

    private WorkloadTally TallyOf(LoggedUse use)
    {
        var key = (use.Workload, use.Provider, use.Model);
        if (_workloads.TryGetValue(key, out var known))
            return known;
        if (_workloads.Count >= MostWorkloads)
        {
            HasOthers = true;
            key = ("(others)", use.Provider, use.Model);
            // Models without number are a mistake of the log, or an attack: they have no price anyway.
            if (!_workloads.ContainsKey(key) && _workloads.Count >= MostWorkloads * 2)
                key = ("(others)", "", "(others)");
            if (_workloads.TryGetValue(key, out known))
                return known;
        }

        return _workloads[key] = new WorkloadTally(_workloads.Count + 1, key.Workload, key.Provider, key.Model, book, cheaper.Of(key.Provider, key.Model));
    }

    private int InBursts(WorkloadTally tally, LoggedUse use)
    {
        if (use.IsAggregate || use.IsWaitedFor || use.At is not { } at)
            return 0;
        var key = PromptPrint.Mix(PromptPrint.Mix((ulong)tally.Id, (ulong)(at.UtcTicks / TimeSpan.TicksPerMinute)), use.Print?.Head ?? 0);
        return _bursts.Add(key) switch
        {
            < BatchRules.Burst => 0,
            BatchRules.Burst => BatchRules.Burst,
            _ => 1,
        };
    }

    /// <summary>
    /// How many of its input tokens stood at the beginning of another request within the cache's life, and had not come from the cache. The
    /// second of such requests brings what the first would have written.
    /// </summary>
    private (long Read, long Written) Cacheable(WorkloadTally tally, LoggedUse use)
    {
        if (use.Print is not { Prefixes: { } prefixes } print || !use.KnowsCached || use.At is not { } at)
            return default;
        var window = PromptPrint.Mix(PromptPrint.Mix((ulong)tally.Id, (ulong)(at.UtcTicks / CacheLife.Ticks)), 1);
        var (shared, written, isShared) = (0L, 0L, true);
        for (var level = 0; level < prefixes.Length; level++)
        {
            var times = _beginnings.Add(PromptPrint.Mix(window, prefixes[level]));
            isShared &= times >= 2;
            if (!isShared)
                continue;
            var tokens = TokensOf(use.Usage, PromptPrint.Lengths[level], print.Bytes);
            written += times == 2 ? tokens - shared : 0;
            shared = tokens;
        }

        var read = shared < tally.CacheMinimum ? 0 : Math.Max(0, shared - use.Usage.CachedInputTokens - use.Usage.CacheWriteTokens - use.Usage.HourCacheWriteTokens);
        return (read, Math.Min(read, written));
    }

    /// <summary>The tokens of a prompt's beginning, by its share of the bytes.</summary>
    private static long TokensOf(Usage usage, int length, int bytes) => (long)((decimal)usage.InputTokens * length / bytes);
}

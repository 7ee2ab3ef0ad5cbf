using Nightshift.Model;

namespace Nightshift.Stores.Sqlite;

/// <summary>What one write adds to the sums by day, job, model and mode. Money in picodollars, each attempt rounded by itself, as in the ledger.</summary>
internal sealed class SpendingTally
{
    private const string AddToSpending = """
        INSERT INTO spending (job, day, model, mode, attempts, answers, input_tokens, output_tokens, cached_tokens, reasoning_tokens,
            cache_write_tokens, hour_cache_write_tokens, cost, live_cost, wasted, possible, uncertain, unpriced)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        ON CONFLICT DO UPDATE SET attempts = attempts + ?5, answers = answers + ?6, input_tokens = input_tokens + ?7, output_tokens = output_tokens + ?8,
            cached_tokens = cached_tokens + ?9, reasoning_tokens = reasoning_tokens + ?10, cache_write_tokens = cache_write_tokens + ?11,
            hour_cache_write_tokens = hour_cache_write_tokens + ?12, cost = cost + ?13, live_cost = live_cost + ?14, wasted = wasted + ?15,
            possible = possible + ?16, uncertain = uncertain + ?17, unpriced = unpriced + ?18
        """;

    private readonly Dictionary<(JobId Job, string Model, AnswerMode Mode), SpendingSums> _sums = [];

    public void Add(JobId job, string model, AnswerMode mode, SpendingSums sums)
    {
        var rounded = sums with
        {
            CostUsd = Rounded(sums.CostUsd), LiveUsd = Rounded(sums.LiveUsd), WastedUsd = Rounded(sums.WastedUsd), PossibleUsd = Rounded(sums.PossibleUsd),
        };
        _sums[(job, model, mode)] = _sums.GetValueOrDefault((job, model, mode)) + rounded;
    }

    public void Apply(Database database, DateTimeOffset now)
    {
        foreach (var ((job, model, mode), sums) in _sums)
        {
            var usage = sums.Usage;
            using var add = database.Use(AddToSpending).Bind(1, job.Value).Bind(2, StoredUnits.ToDay(now)).Bind(3, model).Bind(4, (long)mode);
            add.Bind(5, sums.Attempts).Bind(6, sums.Answers)
                .Bind(7, usage.InputTokens).Bind(8, usage.OutputTokens).Bind(9, usage.CachedInputTokens).Bind(10, usage.ReasoningTokens)
                .Bind(11, usage.CacheWriteTokens).Bind(12, usage.HourCacheWriteTokens)
                .Bind(13, StoredUnits.ToPicodollars(sums.CostUsd)).Bind(14, StoredUnits.ToPicodollars(sums.LiveUsd))
                .Bind(15, StoredUnits.ToPicodollars(sums.WastedUsd)).Bind(16, StoredUnits.ToPicodollars(sums.PossibleUsd))
                .Bind(17, sums.Uncertain).Bind(18, sums.Unpriced)
                .RunOne();
        }
    }

    private static decimal Rounded(decimal dollars) => dollars == 0 ? 0 : StoredUnits.ToDollars(StoredUnits.ToPicodollars(dollars));
}

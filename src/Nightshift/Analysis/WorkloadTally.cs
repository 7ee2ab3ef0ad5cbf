using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>Counts one model's use by one workload.</summary>
internal sealed class WorkloadTally
{
    private static readonly PriceClass[] Classes = Enum.GetValues<PriceClass>();
    private readonly Price?[] _prices;
    private readonly Price?[] _cheaperPrices;
    private readonly string? _cheaper;
    private readonly long[] _hours = new long[24];
    private readonly HashSet<int> _days = [];
    private WorkloadFacts _facts;
    private (long Requests, long Uncounted, long Unpriced, long Uncheaper) _counts;
    private (decimal All, decimal Live, decimal LiveAsBatch, decimal Cheaper) _usd;
    private (decimal Logged, decimal Priced, long Records) _logged;

    public WorkloadTally(int id, string workload, string provider, string model, PriceBook book, string? cheaper)
    {
        Id = id;
        _facts = new WorkloadFacts(workload, provider, model);
        _prices = [.. Classes.Select(priceClass => book.Find(provider, model, priceClass))];
        _cheaper = cheaper;
        _cheaperPrices = cheaper?.Split('/', 2) is [var other, var smaller] ? [.. Classes.Select(priceClass => book.Find(other, smaller, priceClass))] : [.. Classes.Select(_ => (Price?)null)];
        CacheMinimum = Analysis.CacheMinimum.Of(model);
    }

    /// <summary>A number of its own, to build keys with.</summary>
    public int Id { get; }

    /// <summary>From how many tokens on its provider keeps the beginning of a prompt.</summary>
    public int CacheMinimum { get; }

    /// <summary>Counts a use, with what all uses before it say of it.</summary>
    public void Add(LoggedUse use, Sighting sighting)
    {
        CountMoney(use, sighting.IsDuplicate);
        if (use.Requests is { } requests)
            _counts.Requests += requests;
        else
            _counts.Uncounted++;
        if (sighting.Hour is { } hour)
            _hours[hour]++;
        if (sighting.Day is { } day)
            _days.Add(day);
        var fresh = sighting.IsDuplicate ? 0 : 1;
        _facts = _facts with
        {
            Records = _facts.Records + 1,
            Aggregates = _facts.Aggregates + (use.IsAggregate ? 1 : 0),
            Usage = _facts.Usage + use.Usage,
            Batched = _facts.Batched + (use.Class == PriceClass.Batch ? 1 : 0),
            Flex = _facts.Flex + (use.Class == PriceClass.Flex ? 1 : 0),
            Embeddings = _facts.Embeddings + (use.IsEmbedding ? 1 : 0),
            WaitedFor = _facts.WaitedFor + (use.IsWaitedFor ? 1 : 0),
            Patient = _facts.Patient + (use.PatientWord is null ? 0 : 1),
            PatientWord = _facts.PatientWord ?? use.PatientWord,
            Timed = _facts.Timed + (sighting.Hour is null ? 0 : 1),
            InBursts = _facts.InBursts + sighting.InBursts,
            OffHours = _facts.OffHours + (sighting.Hour is >= BatchRules.OffHoursFrom or < BatchRules.OffHoursTo ? 1 : 0),
            Printed = _facts.Printed + (use.Print is null ? 0 : 1),
            Duplicates = _facts.Duplicates + (sighting.IsDuplicate ? 1 : 0),
            CacheKnown = _facts.CacheKnown + (use.Print is not null && use.KnowsCached ? 1 : 0),
            ReadTokens = _facts.ReadTokens + sighting.ReadTokens,
            WriteTokens = _facts.WriteTokens + sighting.WriteTokens,
            FreshReadTokens = _facts.FreshReadTokens + (fresh * sighting.ReadTokens),
            FreshWriteTokens = _facts.FreshWriteTokens + (fresh * sighting.WriteTokens),
        };
    }

    /// <summary>What has been counted.</summary>
    public WorkloadFacts Facts()
    {
        var busiest = Enumerable.Range(0, _hours.Length).MaxBy(hour => _hours[hour] + _hours[(hour + 1) % _hours.Length]);
        var isPriced = _counts.Unpriced == 0;
        return _facts with
        {
            Requests = _counts.Uncounted > 0 ? null : _counts.Requests,
            Usd = isPriced ? _usd.All : null,
            LoggedUsd = _logged.Records > 0 ? _logged.Logged : null,
            PricedOfLoggedUsd = _logged.Records > 0 && isPriced ? _logged.Priced : null,
            LiveUsd = isPriced ? _usd.Live : null,
            LiveAsBatchUsd = isPriced && Of(_prices, PriceClass.Batch) is not null ? _usd.LiveAsBatch : null,
            InBusiestHours = _hours[busiest] + _hours[(busiest + 1) % _hours.Length],
            BusiestHour = busiest,
            Days = _days.Count,
            LiveRates = Of(_prices, PriceClass.Live)?.Rates,
            BatchRates = Of(_prices, PriceClass.Batch)?.Rates,
            Cheaper = _cheaper,
            CheaperUsd = isPriced && _counts.Uncheaper == 0 ? _usd.Cheaper : null,
        };
    }

    private static Price? Of(Price?[] prices, PriceClass priceClass) => prices[(int)priceClass];

    private void CountMoney(LoggedUse use, bool isDuplicate)
    {
        if (Of(_prices, use.Class) is not { } price)
        {
            _counts.Unpriced++;
            return;
        }

        var usd = Cost(price, use);
        _usd.All += usd;
        if (use.LoggedUsd is { } logged)
            _logged = (_logged.Logged + logged, _logged.Priced + usd, _logged.Records + 1);
        var (live, asBatch) = use.Class == PriceClass.Live ? (usd, Of(_prices, PriceClass.Batch) is { } batch ? Cost(batch, use) : 0) : (0, 0);
        (_usd.Live, _usd.LiveAsBatch) = (_usd.Live + live, _usd.LiveAsBatch + asBatch);
        if (isDuplicate)
        {
            _facts = _facts with
            {
                DuplicateUsd = _facts.DuplicateUsd + usd,
                DuplicateLiveUsd = _facts.DuplicateLiveUsd + live,
                DuplicateLiveAsBatchUsd = _facts.DuplicateLiveAsBatchUsd + asBatch,
            };
        }

        if (Of(_cheaperPrices, use.Class) is { } cheaper)
            _usd.Cheaper += Cost(cheaper, use);
        else
            _counts.Uncheaper++;
    }

    private static decimal Cost(Price price, LoggedUse use) => price.RatesFor(use.InputOfOne).Cost(use.Usage);
}

/// <summary>What the uses before a use say of it, and the calendar.</summary>
/// <param name="IsDuplicate">Whether its request has come before.</param>
/// <param name="InBursts">Records that it shows to be in a burst: itself, and those before it when it is the one that makes it a burst.</param>
/// <param name="Hour">Its hour of the day; null without a time of its own.</param>
/// <param name="Day">Its day, as a number.</param>
/// <param name="ReadTokens">Tokens that could have come from the cache, and did not.</param>
/// <param name="WriteTokens">Tokens that would have been written into it for that.</param>
internal readonly record struct Sighting(bool IsDuplicate, int InBursts, int? Hour, int? Day, long ReadTokens, long WriteTokens);

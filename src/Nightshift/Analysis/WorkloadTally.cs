using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>Counts one model's use by one workload.</summary>
internal sealed class WorkloadTally(int id, string workload, string provider, string model, PriceBook book, string? cheaper)
{
    private static readonly PriceClass[] Classes = Enum.GetValues<PriceClass>();
    private readonly Price?[] _prices = Prices(book, $"{provider}/{model}");
    private readonly Price?[] _cheaperPrices = Prices(book, cheaper);
    private readonly long[] _hours = new long[24];
    private readonly HashSet<int> _days = [];
    private Counts _counts;
    private Usage _usage;
    private string? _patientWord;
    private (decimal All, decimal Live, decimal LiveAsBatch, decimal Cheaper) _usd;
    private (decimal All, decimal Live, decimal LiveAsBatch) _duplicateUsd;
    private (decimal Logged, decimal Priced, long Records) _logged;

    /// <summary>A number of its own, to build keys with.</summary>
    public int Id => id;

    /// <summary>From how many tokens on its provider keeps the beginning of a prompt.</summary>
    public int CacheMinimum { get; } = Analysis.CacheMinimum.Of(model);

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
        _counts.Records++;
        _usage += use.Usage;
        Count(ref _counts.Aggregates, use.IsAggregate);
        Count(ref _counts.Batched, use.Class == PriceClass.Batch);
        Count(ref _counts.Flex, use.Class == PriceClass.Flex);
        Count(ref _counts.Embeddings, use.IsEmbedding);
        Count(ref _counts.WaitedFor, use.IsWaitedFor);
        Count(ref _counts.Patient, use.PatientWord is not null);
        _patientWord ??= use.PatientWord;
        Count(ref _counts.Timed, sighting.Hour is not null);
        Count(ref _counts.OffHours, sighting.Hour is >= BatchRules.OffHoursFrom or < BatchRules.OffHoursTo);
        Count(ref _counts.Printed, use.Print is not null);
        Count(ref _counts.Duplicates, sighting.IsDuplicate);
        Count(ref _counts.CacheKnown, use.Print is not null && use.KnowsCached);
        _counts.InBursts += sighting.InBursts;
        _counts.ReadTokens += sighting.ReadTokens;
        _counts.WriteTokens += sighting.WriteTokens;
        _counts.FreshReadTokens += sighting.IsDuplicate ? 0 : sighting.ReadTokens;
        _counts.FreshWriteTokens += sighting.IsDuplicate ? 0 : sighting.WriteTokens;
    }

    /// <summary>What has been counted.</summary>
    public WorkloadFacts Facts()
    {
        var busiest = Enumerable.Range(0, _hours.Length).MaxBy(hour => (_hours[hour] + _hours[(hour + 1) % _hours.Length], _hours[hour]));
        var isPriced = _counts.Unpriced == 0;
        return new WorkloadFacts(workload, provider, model)
        {
            Requests = _counts.Uncounted > 0 ? null : _counts.Requests,
            Records = _counts.Records,
            Aggregates = _counts.Aggregates,
            Usage = _usage,
            Batched = _counts.Batched,
            Flex = _counts.Flex,
            Embeddings = _counts.Embeddings,
            WaitedFor = _counts.WaitedFor,
            Patient = _counts.Patient,
            PatientWord = _patientWord,
            Timed = _counts.Timed,
            InBursts = _counts.InBursts,
            OffHours = _counts.OffHours,
            Printed = _counts.Printed,
            Duplicates = _counts.Duplicates,
            DuplicateUsd = _duplicateUsd.All,
            DuplicateLiveUsd = _duplicateUsd.Live,
            DuplicateLiveAsBatchUsd = _duplicateUsd.LiveAsBatch,
            CacheKnown = _counts.CacheKnown,
            ReadTokens = _counts.ReadTokens,
            WriteTokens = _counts.WriteTokens,
            FreshReadTokens = _counts.FreshReadTokens,
            FreshWriteTokens = _counts.FreshWriteTokens,
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
            Cheaper = cheaper,
            CheaperUsd = isPriced && _counts.Uncheaper == 0 ? _usd.Cheaper : null,
        };
    }

    private static Price?[] Prices(PriceBook book, string? name) => name?.Split('/', 2) is [var provider, var model]
        ? [.. Classes.Select(priceClass => book.Find(provider, model, priceClass))]
        : new Price?[Classes.Length];

    private static void Count(ref long count, bool isSo) => count += isSo ? 1 : 0;

    private static Price? Of(Price?[] prices, PriceClass priceClass) => prices[(int)priceClass];

    private void CountMoney(LoggedUse use, bool isDuplicate)
    {
        if (use.LoggedUsd is { } logged)
            _logged = (_logged.Logged + logged, _logged.Priced, _logged.Records + 1);
        if (Of(_prices, use.Class) is not { } price)
        {
            _counts.Unpriced++;
            return;
        }

        var usd = Cost(price, use);
        _usd.All += usd;
        _logged.Priced += use.LoggedUsd is null ? 0 : usd;
        var (live, asBatch) = use.Class == PriceClass.Live ? (usd, Of(_prices, PriceClass.Batch) is { } batch ? Cost(batch, use) : 0) : (0, 0);
        (_usd.Live, _usd.LiveAsBatch) = (_usd.Live + live, _usd.LiveAsBatch + asBatch);
        if (isDuplicate)
            _duplicateUsd = (_duplicateUsd.All + usd, _duplicateUsd.Live + live, _duplicateUsd.LiveAsBatch + asBatch);
        if (Of(_cheaperPrices, use.Class) is { } smaller)
            _usd.Cheaper += Cost(smaller, use);
        else
            _counts.Uncheaper++;
    }

    private static decimal Cost(Price price, LoggedUse use) => price.RatesFor(use.InputOfOne).Cost(use.Usage);

    /// <summary>As in <see cref="WorkloadFacts"/>. Mutable: a copy for each of a million records is a third of the time.</summary>
    private struct Counts
    {
        public long Requests, Uncounted, Unpriced, Uncheaper, Records, Aggregates, Batched, Flex, Embeddings, WaitedFor, Patient, Timed, InBursts, OffHours;
        public long Printed, Duplicates, CacheKnown, ReadTokens, WriteTokens, FreshReadTokens, FreshWriteTokens;
    }
}

/// <summary>What the uses before a use say of it, and the calendar.</summary>
/// <param name="IsDuplicate">Whether its request has come before.</param>
/// <param name="InBursts">Records that it shows to be in a burst: itself, and those before it when it is the one that makes it a burst.</param>
/// <param name="Hour">Its hour of the day; null without a time of its own.</param>
/// <param name="Day">Its day, as a number.</param>
/// <param name="ReadTokens">Tokens that could have come from the cache, and did not.</param>
/// <param name="WriteTokens">Tokens that would have been written into it for that.</param>
internal readonly record struct Sighting(bool IsDuplicate, int InBursts, int? Hour, int? Day, long ReadTokens, long WriteTokens);

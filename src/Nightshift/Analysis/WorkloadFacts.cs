using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>What was counted of one model's use by one workload. Amounts are US dollars at the price book's prices, over the log's own time.</summary>
/// <param name="Workload">What the log separates by.</param>
/// <param name="Provider">As in <c>provider/model</c>.</param>
/// <param name="Model">As the provider calls it.</param>
public sealed record WorkloadFacts(string Workload, string Provider, string Model)
{
    /// <summary>How many requests; null when the log does not say.</summary>
    public long? Requests { get; init; }

    /// <summary>Records of the log: requests, or sums of them.</summary>
    public long Records { get; init; }

    /// <summary>Of these, sums.</summary>
    public long Aggregates { get; init; }

    /// <summary>Tokens.</summary>
    public Usage Usage { get; init; }

    /// <summary>What it cost; null when the model has no price, or some of its use has none.</summary>
    public decimal? Usd { get; init; }

    /// <summary>What the log says that it cost, as far as it says it, and the price book's price of the same records.</summary>
    public decimal? LoggedUsd { get; init; }

    /// <inheritdoc cref="LoggedUsd"/>
    public decimal? PricedOfLoggedUsd { get; init; }

    /// <summary>The part that was live, what it cost, and what it would have cost in batches; null without a price.</summary>
    public decimal? LiveUsd { get; init; }

    /// <inheritdoc cref="LiveUsd"/>
    public decimal? LiveAsBatchUsd { get; init; }

    /// <summary>Records that went through a batch API, and at flex rates.</summary>
    public long Batched { get; init; }

    /// <inheritdoc cref="Batched"/>
    public long Flex { get; init; }

    /// <summary>Records that embed.</summary>
    public long Embeddings { get; init; }

    /// <summary>Records that somebody waited for.</summary>
    public long WaitedFor { get; init; }

    /// <summary>Records that declare that they could wait, and the word by which the first does.</summary>
    public long Patient { get; init; }

    /// <inheritdoc cref="Patient"/>
    public string? PatientWord { get; init; }

    /// <summary>Records with a time of their own.</summary>
    public long Timed { get; init; }

    /// <summary>Of these, those in bursts: with many others of the same beginning within the same minute.</summary>
    public long InBursts { get; init; }

    /// <summary>Of these, those outside office hours.</summary>
    public long OffHours { get; init; }

    /// <summary>Of these, those in the two hours of the day that have the most, and which the first of them is.</summary>
    public long InBusiestHours { get; init; }

    /// <inheritdoc cref="InBusiestHours"/>
    public int BusiestHour { get; init; }

    /// <summary>On how many days.</summary>
    public int Days { get; init; }

    /// <summary>Records of which the log holds the request.</summary>
    public long Printed { get; init; }

    /// <summary>Of these, those whose request had come before; and what they cost, all and the live ones, as they were and in batches.</summary>
    public long Duplicates { get; init; }

    /// <inheritdoc cref="Duplicates"/>
    public decimal DuplicateUsd { get; init; }

    /// <inheritdoc cref="Duplicates"/>
    public decimal DuplicateLiveUsd { get; init; }

    /// <inheritdoc cref="Duplicates"/>
    public decimal DuplicateLiveAsBatchUsd { get; init; }

    /// <summary>Records of which the log holds the request and says what came from the provider's cache.</summary>
    public long CacheKnown { get; init; }

    /// <summary>Tokens that could have come from the cache and did not, and that would have been written into it; of all, and of those that were no duplicates.</summary>
    public long ReadTokens { get; init; }

    /// <inheritdoc cref="ReadTokens"/>
    public long WriteTokens { get; init; }

    /// <inheritdoc cref="ReadTokens"/>
    public long FreshReadTokens { get; init; }

    /// <inheritdoc cref="ReadTokens"/>
    public long FreshWriteTokens { get; init; }

    /// <summary>The model's rates, live and in batches; null without a price.</summary>
    public Rates? LiveRates { get; init; }

    /// <inheritdoc cref="LiveRates"/>
    public Rates? BatchRates { get; init; }

    /// <summary>The next smaller model, and what the same tokens would cost with it; null when there is none that is known.</summary>
    public string? Cheaper { get; init; }

    /// <inheritdoc cref="Cheaper"/>
    public decimal? CheaperUsd { get; init; }
}

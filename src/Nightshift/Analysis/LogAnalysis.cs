namespace Nightshift.Analysis;

/// <summary>What usage logs show. Amounts are US dollars over the logs' own time; <see cref="Monthly"/> carries them over to a month.</summary>
public sealed record LogAnalysis
{
    /// <summary>What was read.</summary>
    public required IReadOnlyList<LogFileReport> Files { get; init; }

    /// <summary>The time covered; null when no record has a time.</summary>
    public LogPeriod? Period { get; init; }

    /// <summary>Workloads by model, the dearest first; those without a price at the end.</summary>
    public required IReadOnlyList<WorkloadFinding> Workloads { get; init; }

    /// <summary>Amounts of providers' bills, by what they are for.</summary>
    public required IReadOnlyDictionary<string, decimal> Bills { get; init; }

    /// <summary>Whether there was more than is remembered, so that duplicates, bursts and shared beginnings are least numbers.</summary>
    public bool IsLeast { get; init; }

    /// <summary>Whether there were more workloads than are told apart.</summary>
    public bool HasOthers { get; init; }

    /// <summary>Whether some records had no time.</summary>
    public bool HasTimeless { get; init; }

    /// <summary>What was spent at the price book's prices, as far as there are prices.</summary>
    public decimal Usd => Workloads.Sum(static found => found.Facts.Usd ?? 0);

    /// <summary>Requests, as far as the logs count them.</summary>
    public long Requests => Workloads.Sum(static found => found.Facts.Requests ?? 0);

    /// <summary>Whether the logs hold requests, so that duplicates can be known.</summary>
    public bool HasRequests => Workloads.Any(static found => found.Facts.Printed > 0);

    /// <summary>What each way would save by itself; null where nothing can be said.</summary>
    public decimal? DuplicatesUsd => Sum(static found => found.DuplicatesUsd);

    /// <inheritdoc cref="DuplicatesUsd"/>
    public decimal? BatchingUsd => Sum(static found => found.BatchingUsd);

    /// <inheritdoc cref="DuplicatesUsd"/>
    public decimal? CachingUsd => Sum(static found => found.CachingUsd);

    /// <inheritdoc cref="DuplicatesUsd"/>
    public decimal? CheaperUsd => Sum(static found => found.CheaperUsd);

    /// <summary>What batches would save beyond that, on workloads of which it cannot be told, if nobody waits for them.</summary>
    public decimal? PossibleBatchingUsd => Sum(static found => found.Batching.Batchability == Batchability.CannotTell ? found.BatchingUsdIfNobodyWaits : null);

    /// <summary>What duplicates, batches and the cache would save together, nothing counted twice.</summary>
    public decimal TogetherUsd => Workloads.Sum(static found => found.TogetherUsd);

    /// <summary>An amount of the logs as that of a month; as it is when they have no time.</summary>
    public decimal? Monthly(decimal? usd) => usd * (Period?.Factor ?? 1);

    private decimal? Sum(Func<WorkloadFinding, decimal?> saving) =>
        Workloads.Select(saving).Where(static saved => saved is not null).ToList() is { Count: > 0 } known ? known.Sum() : null;
}

/// <summary>What became of a log.</summary>
/// <param name="Path">As it was named.</param>
public sealed record LogFileReport(string Path)
{
    /// <summary>What it turned out to be; null when it could not be told.</summary>
    public LogFormat? Format { get; init; }

    /// <summary>Records that are uses or bills.</summary>
    public long Read { get; init; }

    /// <summary>Records that tell of something else.</summary>
    public long PassedOver { get; init; }

    /// <summary>Answers out of the gateway's own cache, which cost nothing.</summary>
    public long GatewayHits { get; init; }

    /// <summary>Requests that failed and brought nothing.</summary>
    public long Failed { get; init; }

    /// <summary>Records that could not be used.</summary>
    public long Bad { get; init; }

    /// <summary>The first of these.</summary>
    public IReadOnlyList<LogFault> Faults { get; init; } = [];
}

/// <summary>A record that cannot be used.</summary>
/// <param name="Line">Where it begins, from 1; 0 for the file as a whole.</param>
/// <param name="Message">Why, as the rest of a sentence that begins with its place.</param>
public readonly record struct LogFault(long Line, string Message);

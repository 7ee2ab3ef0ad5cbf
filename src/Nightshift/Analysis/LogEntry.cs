using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Analysis;

/// <summary>What a line of a usage log says: that models were used, or what they were billed at.</summary>
public abstract record LogEntry
{
    private protected LogEntry()
    {
    }

    /// <summary>When it began; null when the log does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long it took, or how long the time is that it sums up.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <summary>One request, or the sum of several that a provider's own report no longer tells apart.</summary>
/// <param name="Workload">What the log itself separates by: a tag, a team, a trace's name, a project, a key.</param>
/// <param name="Provider">As in <c>provider/model</c>; empty when it cannot be told.</param>
/// <param name="Model">As the provider calls it.</param>
/// <param name="Usage">Tokens.</param>
public sealed record LoggedUse(string Workload, string Provider, string Model, Usage Usage) : LogEntry
{
    /// <summary>How many requests it stands for; null when the log does not say.</summary>
    public long? Requests { get; init; } = 1;

    /// <summary>Whether it is a sum, of which nothing can be said about single requests.</summary>
    public bool IsAggregate { get; init; }

    /// <summary>The input of one of its requests, by which prices for long context are told.</summary>
    public long InputOfOne { get; init; }

    /// <summary>The class of service that the log tells; live when it tells none.</summary>
    public PriceClass Class { get; init; }

    /// <summary>What the log says that it cost, in US dollars.</summary>
    public decimal? LoggedUsd { get; init; }

    /// <summary>Whether the log shows somebody waiting: it was streamed, or belongs to a conversation, a session or a person.</summary>
    public bool IsWaitedFor { get; init; }

    /// <summary>The word by which the log declares that it could wait (<c>nightly</c>); null when it does not.</summary>
    public string? PatientWord { get; init; }

    /// <summary>Whether texts were embedded.</summary>
    public bool IsEmbedding { get; init; }

    /// <summary>Whether the log says what came from the provider's prompt cache, be it nothing.</summary>
    public bool KnowsCached { get; init; }

    /// <summary>The request, hashed; null when the log does not hold it.</summary>
    public PromptPrint? Print { get; init; }
}

/// <summary>An amount of a provider's bill.</summary>
/// <param name="LineItem">What for.</param>
/// <param name="Usd">US dollars; negative for a credit.</param>
public sealed record LoggedBill(string LineItem, decimal Usd) : LogEntry;

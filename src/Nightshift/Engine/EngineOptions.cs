using Nightshift.Model;
using Nightshift.Pricing;
using Nightshift.Providers;
using Nightshift.Stores;

namespace Nightshift.Engine;

/// <summary>What an engine works with.</summary>
public sealed record EngineOptions
{
    /// <summary>The folder with the store and the spool.</summary>
    public required string Home { get; init; }

    /// <summary>Opens another store than the embedded one in <see cref="Home"/>, on the clock it is given; the engine owns what it returns.</summary>
    public Func<TimeProvider, IStore>? OpenStore { get; init; }

    /// <summary>The providers, and names that stand for several models.</summary>
    public ProviderCatalog Catalog { get; init; } = new();

    /// <summary>What models cost.</summary>
    public PriceBook Prices { get; init; } = PriceBook.Default;

    /// <summary>What may be spent over all jobs.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    /// <summary>Looks up an environment variable: keys and addresses.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The seed of every random choice (jitter).</summary>
    public int Seed { get; init; }

    /// <summary>The most rows that intake commits together. Only tests of crashes want few.</summary>
    internal int IntakeChunkRows { get; init; } = 4_000;

    /// <summary>The transport of each lane; null for HTTP as it should be.</summary>
    public Func<HttpMessageInvoker>? CreateTransport { get; init; }
}

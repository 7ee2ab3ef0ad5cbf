namespace Nightshift.Protocols.Batches;

/// <summary>What a provider's batch API takes and promises: data with its source and its day.</summary>
public sealed record BatchTerms
{
    /// <summary>How it is spoken to.</summary>
    public required BatchProtocol Protocol { get; init; }

    /// <summary>Requests in one batch at the most.</summary>
    public required int MostRows { get; init; }

    /// <summary>Requests in one batch at the least; fewer are refused or not worth it.</summary>
    public int FewestRows { get; init; } = 1;

    /// <summary>Bytes of one batch's input at the most.</summary>
    public required long MostBytes { get; init; }

    /// <summary>Input tokens of an account's open batches of one model at the most; null where there is no such limit or each account has its own.</summary>
    public long? EnqueuedTokens { get; init; }

    /// <summary>Requests in an account's open batches at the most; null for no limit.</summary>
    public long? EnqueuedRows { get; init; }

    /// <summary>The part of the live price that is not paid, such as 0.5.</summary>
    public required decimal Discount { get; init; }

    /// <summary>Within which time the provider means to answer.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>After which time it gives a batch up; null for never.</summary>
    public TimeSpan? Expiry { get; init; }

    /// <summary>How long results are kept; null for ever, or until they are deleted.</summary>
    public TimeSpan? ResultsKept { get; init; }

    /// <summary>What is batched: <c>chat</c>, <c>embeddings</c>, <c>responses</c>, …</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>What a user should know beforehand, a sentence each.</summary>
    public IReadOnlyList<string> Caveats { get; init; } = [];

    /// <summary>When a batch is looked at first; later looks come at longer and longer intervals.</summary>
    public TimeSpan FirstLook { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long something that was made may be missing from the provider's lists.</summary>
    public TimeSpan ListLag { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often what must be there (a batch, its results) is asked for again before it is given up, at longer and longer intervals.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>Who said so.</summary>
    public required string Source { get; init; }

    /// <summary>On which day.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// The base address of the batch API, from that of the live one and a look-up of environment variables, which may hold an account's
    /// name; null where both are the same. Throws the exception of a connection that cannot be made when something is missing.
    /// </summary>
    public Func<Uri, Func<string, string?>, Uri>? Address { get; init; }
}

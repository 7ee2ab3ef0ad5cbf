namespace Nightshift.Model;

/// <summary>A verdict on its way into the store, with the facts of the attempt that led to it.</summary>
/// <param name="Lease">The hold under which the attempt was made.</param>
/// <param name="Verdict">What becomes of the row.</param>
/// <param name="Attempt">The ledger's entry; null when nothing was sent.</param>
public sealed record Settlement(Lease Lease, Verdict Verdict, Attempt? Attempt)
{
    /// <summary>The batch that the row had left when its line came; null for any other. Such a line counts once.</summary>
    public BatchId? LeftBatch { get; init; }
}

/// <summary>One try at a row, for the ledger.</summary>
/// <param name="Outcome">A short word for what came back: <c>answered</c>, <c>throttled</c>, <c>timed_out</c>, …</param>
/// <param name="StartedAt">When it was sent.</param>
/// <param name="Duration">Until the whole answer was read or given up.</param>
/// <param name="Status">The HTTP status; null when there was none.</param>
/// <param name="RequestId">The provider's id for the call, for its support desk.</param>
/// <param name="Usage">Tokens that the provider says it billed; null when it does not say.</param>
/// <param name="CostUsd">Their price when settled; null when there is no usage, or no price for the model.</param>
/// <param name="Mode">Live or batch.</param>
public sealed record Attempt(
    string Outcome, DateTimeOffset StartedAt, TimeSpan Duration, int? Status = null, string? RequestId = null,
    Usage? Usage = null, decimal? CostUsd = null, AnswerMode Mode = AnswerMode.Live)
{
    /// <summary>The class of service by which the provider says that it billed; null when it does not say.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>What a live call with this usage would have cost; null as <see cref="CostUsd"/>.</summary>
    public decimal? LiveUsd { get; init; }

    /// <summary>The model, where it is not the job's: each line of a batch file can have its own.</summary>
    public string? Model { get; init; }

    /// <summary>The batch whose line it is; null when it is none's.</summary>
    public BatchId? Batch { get; init; }

    /// <summary>Whether the provider may have charged for it without our knowing how much: what was reserved is then what it may have cost.</summary>
    public bool IsUncertain { get; init; }
}

/// <summary>What the store did with a settlement.</summary>
public enum SettleResult
{
    /// <summary>The verdict is now the row's.</summary>
    Applied,

    /// <summary>An answer came for a row that was cancelled or expired meanwhile, or waited to be sent again after it had left its batch: it is kept, and the counts are repaired.</summary>
    Superseded,

    /// <summary>The lease was lost and the row has moved on: only the ledger knows of this attempt.</summary>
    Stale,
}

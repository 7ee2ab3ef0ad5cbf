namespace Nightshift.Model;

/// <summary>One submission to a provider's batch API: rows of one job, one model, one endpoint.</summary>
public sealed record Batch
{
    /// <summary>The store's number for it.</summary>
    public required BatchId Id { get; init; }

    /// <summary>Whose rows.</summary>
    public required JobId Job { get; init; }

    /// <summary>12 characters <c>a-z0-9</c>, drawn once, unique in the store: begins every custom_id, names our files.</summary>
    public required string Submission { get; init; }

    /// <summary>Whose account holds it: destination and a fingerprint of the key, never the key.</summary>
    public required string Account { get; init; }

    /// <summary>The model as its provider calls it.</summary>
    public required string Model { get; init; }

    /// <summary>Rows in it, all of them.</summary>
    public required int Rows { get; init; }

    /// <summary>Size of the spool file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the spool file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Input tokens that it may count against the account's enqueued tokens, estimated.</summary>
    public required long Tokens { get; init; }

    /// <summary>When it was sealed.</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public BatchState State { get; init; }

    /// <summary>The id of the file with the rows: the uploaded one, or one that the provider made of rows that went up with the creation; null before, and where there is none.</summary>
    public string? InputFile { get; init; }

    /// <summary>When the intent to create was committed, by the provider's clock; null before.</summary>
    public DateTimeOffset? CreateIntendedAt { get; init; }

    /// <summary>The provider's id for it; null before it is known.</summary>
    public string? RemoteId { get; init; }

    /// <summary>When it was known to be at the provider, by our clock; null before.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The provider's own word for its status, as last seen; null before.</summary>
    public string? RemoteStatus { get; init; }

    /// <summary>Rows that the provider says it has done, as last seen; for people, never for a row's state.</summary>
    public int RemoteDone { get; init; }

    /// <summary>What the provider said it would end by; null when it did not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the next step is due, such as a poll; null for now.</summary>
    public DateTimeOffset? NextStepAt { get; init; }

    /// <summary>Where the results are at the provider (file ids or addresses), each with what it is: <c>output:file-abc</c>.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>How often the current step has failed in a row.</summary>
    public int Tries { get; init; }

    /// <summary>When it was decided that its rows are wanted elsewhere; null while they are not.</summary>
    public DateTimeOffset? RecalledAt { get; init; }

    /// <summary>Whether the provider was asked to cancel it.</summary>
    public bool CancelAsked { get; init; }

    /// <summary>The code of a batch at the provider that its rows have left, because they could not wait for it.</summary>
    public const string LeftCode = "left";

    /// <summary>Why it was refused or failed, as a stable word (<c>token_limit</c>, <c>invalid_file</c>, <c>account</c>, <see cref="LeftCode"/>); null otherwise.</summary>
    public string? FaultCode { get; init; }

    /// <summary>The sentence that belongs to the code.</summary>
    public string? Fault { get; init; }

    /// <summary>When it ended, by our clock; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A batch to be sealed; see <see cref="Batch"/> for the members.</summary>
public sealed record NewBatch(JobId Job, string Submission, string Account, string Model, long Bytes, string Sha256, long Tokens);

/// <summary>A row that was put into a batch, as the reader of its results needs it.</summary>
/// <param name="Lease">The hold under which it was sent; when it is not open, the last that there was.</param>
/// <param name="IsOpen">Whether it is still sent in this batch; false when it has had its line.</param>
/// <param name="Attempts">Counted attempts before this one.</param>
/// <param name="MaxTokens">The output limit that a truncated answer asked for; null for the task's own.</param>
/// <param name="Returns">How often it came back from a batch without a line.</param>
public readonly record struct BatchRow(Lease Lease, bool IsOpen, int Attempts, int? MaxTokens, int Returns)
{
    /// <summary>Whether it left the batch before that had ended; its line may come all the same.</summary>
    public bool HasLeft { get; init; }
}

/// <summary>Something in a provider's results that could not be given to a row. Kept for people; it decides nothing.</summary>
/// <param name="Batch">In whose results.</param>
/// <param name="Source">In which of its files: <c>output</c>, <c>error</c>.</param>
/// <param name="Line">Which line, from 1; 0 when it is about the whole file.</param>
/// <param name="Kind">A stable word: <c>malformed</c>, <c>foreign</c>, <c>unknown</c>, <c>duplicate</c>, <c>truncated</c>.</param>
/// <param name="Detail">What stood there, cut to 500 characters, without secrets.</param>
public sealed record Anomaly(BatchId Batch, string Source, long Line, string Kind, string Detail);

namespace Nightshift.Protocols.Batches;

/// <summary>A batch as its provider shows it. Members are null where the provider does not say.</summary>
public sealed record RemoteBatch
{
    /// <summary>The provider's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is, in words that all providers share. A status that is not known counts as running.</summary>
    public required RemoteStatus Status { get; init; }

    /// <summary>The provider's own word.</summary>
    public required string StatusWord { get; init; }

    /// <summary>The uploaded file that it was made from.</summary>
    public string? InputFile { get; init; }

    /// <summary>Our submission, where the provider keeps a name or metadata of ours.</summary>
    public string? Submission { get; init; }

    /// <summary>When it was made, by the provider's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the provider gives it up.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Requests in it, where the provider says how many; null also while it does not know yet.</summary>
    public long? Total { get; init; }

    /// <summary>Requests that have ended, whichever way.</summary>
    public long? Done { get; init; }

    /// <summary>Where results are; empty while there are none. Empty strings and files of zero bytes are no results.</summary>
    public IReadOnlyList<ResultPart> Results { get; init; } = [];

    /// <summary>Why the whole batch failed, as the provider lists it.</summary>
    public IReadOnlyList<BatchFault> Faults { get; init; } = [];

    /// <summary>How long the provider asked to wait before the next look.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Where a batch is.</summary>
public enum RemoteStatus
{
    /// <summary>It is being checked, or waits.</summary>
    Waiting,

    /// <summary>Rows are being answered; also any word that is not known.</summary>
    Running,

    /// <summary>All rows are answered, the results are being written.</summary>
    Finalizing,

    /// <summary>It was asked to cancel and has not ended yet.</summary>
    Cancelling,

    /// <summary>It ended by itself; rows may have failed, and each result says so.</summary>
    Completed,

    /// <summary>It was refused as a whole, or broke down.</summary>
    Failed,

    /// <summary>Its time was up; rows may be done, and were paid for.</summary>
    Expired,

    /// <summary>It was cancelled; rows may be done, and were paid for.</summary>
    Cancelled,
}

/// <summary>What can be said of a status.</summary>
public static class RemoteStatuses
{
    /// <summary>Whether nothing more will come.</summary>
    public static bool HasEnded(this RemoteStatus status) => status >= RemoteStatus.Completed;
}

/// <summary>One place with results.</summary>
/// <param name="Source">What it is: <c>output</c> or <c>error</c>.</param>
/// <param name="Reference">A file id or an address; for results within the batch object itself, the batch's id.</param>
/// <param name="IsFile">Whether it is a file that is ours to delete.</param>
public sealed record ResultPart(string Source, string Reference, bool IsFile);

/// <summary>Why a provider refused a batch.</summary>
/// <param name="Code">The provider's code; <c>token_limit_exceeded</c> for every provider's way of saying that too much is enqueued.</param>
/// <param name="Message">Its sentence.</param>
/// <param name="Line">The line of the input, from 1; null when it is about all of it.</param>
public sealed record BatchFault(string? Code, string Message, long? Line);

/// <summary>A file as its provider shows it.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Name">The name it was uploaded with; null when the provider does not keep it.</param>
/// <param name="Bytes">Its size; null when the provider does not say.</param>
/// <param name="CreatedAt">When it was made, by the provider's clock.</param>
/// <param name="Readiness">Whether a batch can be made from it now.</param>
public sealed record RemoteFile(string Id, string? Name, long? Bytes, DateTimeOffset? CreatedAt, FileReadiness Readiness = FileReadiness.Ready);

/// <summary>Whether a file can be used.</summary>
public enum FileReadiness
{
    /// <summary>Now.</summary>
    Ready,

    /// <summary>The provider still looks at it: ask again in a while.</summary>
    Pending,

    /// <summary>Never: the provider found it faulty.</summary>
    Faulty,
}

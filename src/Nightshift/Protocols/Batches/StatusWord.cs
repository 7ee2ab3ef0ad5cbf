namespace Nightshift.Protocols.Batches;

/// <summary>What the providers' words for a batch's status mean: one table, since none of them means two things.</summary>
internal static class StatusWord
{
    /// <summary>The status; <see cref="RemoteStatus.Running"/> for a word that is not known.</summary>
    /// <param name="word">In any case, with or without the enumeration's name before it (<c>JOB_STATE_RUNNING</c>).</param>
    public static RemoteStatus Read(string? word) => WithoutPrefix((word ?? "").ToUpperInvariant()) switch
    {
        "VALIDATING" or "PENDING" or "QUEUED" or "CREATING" => RemoteStatus.Waiting,
        "FINALIZING" or "WRITING_RESULTS" => RemoteStatus.Finalizing,
        "CANCELLING" or "CANCELING" or "CANCELLATION_REQUESTED" => RemoteStatus.Cancelling,
        "COMPLETED" or "SUCCESS" or "SUCCEEDED" or "PARTIALLY_SUCCEEDED" => RemoteStatus.Completed,
        "FAILED" => RemoteStatus.Failed,
        "EXPIRED" or "TIMEOUT_EXCEEDED" => RemoteStatus.Expired,
        "CANCELLED" or "CANCELED" => RemoteStatus.Cancelled,
        _ => RemoteStatus.Running,
    };

    private static string WithoutPrefix(string word)
    {
        const string Mark = "_STATE_";
        var at = word.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? word : word[(at + Mark.Length)..];
    }
}

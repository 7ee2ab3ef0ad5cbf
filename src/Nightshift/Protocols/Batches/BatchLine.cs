namespace Nightshift.Protocols.Batches;

/// <summary>What one line of a batch's results says. A closed family: switch over all of it.</summary>
public abstract record BatchLine
{
    private BatchLine()
    {
    }

    /// <summary>The provider made a call of its own and has its answer, good or bad.</summary>
    /// <param name="CustomId">Which request.</param>
    /// <param name="Status">
    /// The HTTP status; where the provider gives none, 200 for an answer, and the status that its live endpoint gives for such an error.
    /// </param>
    /// <param name="Body">The answer's body as the live endpoint gives it: the answer, or an error object.</param>
    /// <param name="RequestId">The provider's id for the call; null when it does not say.</param>
    public sealed record Answered(string CustomId, int Status, ReadOnlyMemory<byte> Body, string? RequestId) : BatchLine;

    /// <summary>The call was not made, or given up: not the row's fault, and not paid.</summary>
    /// <param name="CustomId">Which request.</param>
    /// <param name="Why">Why.</param>
    /// <param name="Message">The provider's sentence.</param>
    public sealed record NotDone(string CustomId, NotDoneCause Why, string Message) : BatchLine;

    /// <summary>Not a result, or one that does not say whose.</summary>
    /// <param name="Why">What is wrong with it, in a few words.</param>
    public sealed record Malformed(string Why) : BatchLine;
}

/// <summary>Why a request of a batch was not carried out.</summary>
public enum NotDoneCause
{
    /// <summary>The batch's time was up.</summary>
    Expired,

    /// <summary>The batch was cancelled.</summary>
    Cancelled,

    /// <summary>The provider gave it up for a reason of its own: it may be tried again.</summary>
    Failed,
}

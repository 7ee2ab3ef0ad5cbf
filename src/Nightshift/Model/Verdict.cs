namespace Nightshift.Model;

/// <summary>What settling decides for an outcome. A closed family: switch over all of it.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>The row has its answer.</summary>
    /// <param name="Answer">What to keep.</param>
    public sealed record Complete(Answer Answer) : Verdict;

    /// <summary>The row goes back to wait.</summary>
    /// <param name="NotBefore">From when on it may be claimed.</param>
    /// <param name="CountsAsAttempt">False when the row is not to blame: a parked lane, a lost lease.</param>
    /// <param name="MaxTokens">A larger output limit for the next attempt; null keeps what it has.</param>
    public sealed record Retry(DateTimeOffset NotBefore, bool CountsAsAttempt = true, int? MaxTokens = null) : Verdict
    {
        /// <summary>Whether the row came back from a batch without a line, which is counted by itself: <see cref="BatchRow.Returns"/>.</summary>
        public bool IsReturn { get; init; }
    }

    /// <summary>The row ends without an answer.</summary>
    /// <param name="Code">A short, stable word: <c>content_filter</c>, <c>context_length</c>, <c>retries_exhausted</c>.</param>
    /// <param name="Message">One sentence for the person who reads the output.</param>
    public sealed record Fail(string Code, string Message) : Verdict;

    /// <summary>The provider's window ended before the row's turn, and it is not tried again. A paid answer that comes all the same supersedes it.</summary>
    /// <param name="Message">One sentence for the person who reads the output.</param>
    public sealed record Expire(string Message) : Verdict;
}

/// <summary>An answer as it is kept.</summary>
/// <param name="Output">The text that goes into the output file.</param>
/// <param name="Body">The provider's response body, byte for byte.</param>
/// <param name="Model">The model that the provider says answered; null when it does not say.</param>
public sealed record Answer(string Output, ReadOnlyMemory<byte> Body, string? Model);

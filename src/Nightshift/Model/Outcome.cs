namespace Nightshift.Model;

/// <summary>What came of sending a request, told by whose matter it is. A closed family: switch over all of it.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>The word that the ledger keeps.</summary>
    public abstract string Word { get; }

    /// <summary>A complete answer.</summary>
    /// <param name="Reply">What it says.</param>
    /// <param name="Body">Its bytes.</param>
    public sealed record Answered(Reply Reply, ReadOnlyMemory<byte> Body) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "answered";
    }

    /// <summary>The provider refused this row for what is in it; the same bytes will be refused again.</summary>
    /// <param name="Code">A stable word: <c>content_filter</c>, <c>context_length</c>, <c>invalid_request</c>, <c>too_large</c>.</param>
    /// <param name="Message">The provider's sentence.</param>
    public sealed record RowRefused(string Code, string Message) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => Code;
    }

    /// <summary>The account, the key or the model is refused: every row would be. The job pauses.</summary>
    /// <param name="Message">What is wrong and the cure, for the user.</param>
    public sealed record AccountRefused(string Message) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "account_refused";
    }

    /// <summary>A rate limit was hit (429): the lane's matter, not the row's.</summary>
    /// <param name="RetryAfter">How long the provider asked to wait; null when it did not say.</param>
    public sealed record Throttled(TimeSpan? RetryAfter) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "throttled";
    }

    /// <summary>The provider has too much to do (503, 529).</summary>
    /// <param name="RetryAfter">How long it asked to wait; null when it did not say.</param>
    public sealed record Overloaded(TimeSpan? RetryAfter) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "overloaded";
    }

    /// <summary>The provider failed (500, 502, 504, …), or answered in a way that cannot be read. It may have been paid.</summary>
    /// <param name="Message">What came.</param>
    public sealed record ServerFault(string Message) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "server_fault";
    }

    /// <summary>No complete answer within the time limit. It may have been paid.</summary>
    /// <param name="After">The limit.</param>
    public sealed record TimedOut(TimeSpan After) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "timed_out";
    }

    /// <summary>The connection broke after the request was fully written. It may have been paid.</summary>
    /// <param name="Message">How it broke.</param>
    public sealed record ConnectionLost(string Message) : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "connection_lost";
    }

    /// <summary>The request never left whole: the provider did not see it, nothing was paid.</summary>
    /// <param name="Message">Why.</param>
    public sealed record NotSent(string Message) : Outcome
    {
        /// <summary>What the user can do when it goes on.</summary>
        public string Cure { get; init; } = "check the address and the network";

        /// <inheritdoc/>
        public override string Word => "not_sent";
    }

    /// <summary>We gave it up because the process is to stop at once. It may have been paid.</summary>
    public sealed record Abandoned : Outcome
    {
        /// <inheritdoc/>
        public override string Word => "abandoned";
    }
}

/// <summary>An answer, read.</summary>
/// <param name="Text">The text; empty when there is none.</param>
/// <param name="Ending">Why it ended.</param>
/// <param name="Usage">Tokens billed; null when the provider does not say.</param>
/// <param name="Model">The model that answered, as the provider names it.</param>
/// <param name="Refusal">The model's own refusal, when it gave one.</param>
public sealed record Reply(string Text, ReplyEnding Ending, Usage? Usage, string? Model, string? Refusal)
{
    /// <summary>The class of service by which the provider says that it billed (<c>default</c>, <c>flex</c>, <c>batch</c>); null when it does not say.</summary>
    public string? ServiceTier { get; init; }
}

/// <summary>Why an answer ended.</summary>
public enum ReplyEnding
{
    /// <summary>The model was done.</summary>
    Complete,

    /// <summary>The output limit cut it.</summary>
    Truncated,

    /// <summary>The provider's filter took it away.</summary>
    Filtered,
}

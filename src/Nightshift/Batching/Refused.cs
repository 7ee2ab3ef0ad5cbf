using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Providers;
using Nightshift.Sending;

namespace Nightshift.Batching;

/// <summary>What a provider's no to a batch means for it. A closed family: switch over all of it.</summary>
internal abstract record Refused
{
    /// <summary>The code of a batch that was refused for what is in it.</summary>
    public const string InvalidCode = "invalid_file";

    /// <summary>The code of a batch that was refused for requests that the provider names.</summary>
    public const string InvalidRowsCode = "invalid_rows";

    private Refused()
    {
    }

    /// <summary>Every batch would be refused: the job pauses, the batch waits.</summary>
    public sealed record Account(Outcome Outcome) : Refused;

    /// <summary>Later it may be taken.</summary>
    public sealed record Later(TimeSpan? RetryAfter) : Refused;

    /// <summary>Never as it is: its rows go back, and go into others.</summary>
    public sealed record Whole(string Code, string Message) : Refused;

    /// <summary>Reads a refusal.</summary>
    public static Refused Read(Refusal refusal, Connection connection)
    {
        if (TokenLimit.IsOne(refusal))
            return new Whole(EnqueuedRoom.TokenLimitCode, ProviderError.Parse(refusal.Body, refusal.Status, connection.Key).Message);
        return OutcomeClassifier.Classify(refusal.Status, refusal.Body, refusal.RetryAfter, connection, connection.Key) switch
        {
            Outcome.RowRefused row => new Whole(InvalidCode, row.Message),
            Outcome.AccountRefused account => new Account(account),
            Outcome.Throttled throttled => new Later(throttled.RetryAfter),
            Outcome.Overloaded overloaded => new Later(overloaded.RetryAfter),
            _ => new Later(refusal.RetryAfter),
        };
    }
}

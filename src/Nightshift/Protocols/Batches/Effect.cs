namespace Nightshift.Protocols.Batches;

/// <summary>
/// What came of asking a provider for something, told by whether it may have happened. A closed family: switch over all of it.
/// For reads the difference between the last two does not matter.
/// </summary>
/// <typeparam name="T">What it answers with.</typeparam>
public abstract record Effect<T>
{
    private Effect()
    {
    }

    /// <summary>A 2xx that could be read.</summary>
    /// <param name="Value">What it says.</param>
    /// <param name="ServerTime">The provider's clock when it answered; null when it did not say.</param>
    public sealed record Done(T Value, DateTimeOffset? ServerTime = null) : Effect<T>;

    /// <summary>A whole answer that says no (3xx, 4xx): nothing happened.</summary>
    public sealed record Refused(Refusal Refusal) : Effect<T>;

    /// <summary>The request did not leave whole: nothing happened.</summary>
    /// <param name="Message">Why, in a sentence for the user.</param>
    public sealed record NotSent(string Message) : Effect<T>;

    /// <summary>All else (5xx, a time limit, a broken connection, an answer that cannot be read): it may have happened.</summary>
    /// <param name="Message">What came, in a sentence for the user.</param>
    /// <param name="RetryAfter">How long the provider asked to wait; null when it did not say.</param>
    public sealed record Unclear(string Message, TimeSpan? RetryAfter = null) : Effect<T>;
}

/// <summary>An answer that says no.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, at most 64 KB of it.</param>
/// <param name="RetryAfter">How long the provider asked to wait; null when it did not say.</param>
public sealed record Refusal(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter);

/// <summary>Nothing, as an effect's value.</summary>
public readonly record struct None;

/// <summary>One page of a list.</summary>
/// <param name="Items">Newest first, where the provider sorts.</param>
/// <param name="Next">What the next page is asked with; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>Batch objects that may have their results within them: looked at without these, or for these.</summary>
internal static class InlineResults
{
    // A look that moves rows without wanting them: longer than a call, shorter than a transfer.
    private static readonly TimeSpan LookLimit = TimeSpan.FromMinutes(10);

    /// <summary>Reads an answer without the results in it.</summary>
    /// <param name="channel">The way.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="member">The name of the array that has the results; it is read as an empty one.</param>
    /// <param name="read">What the answer says, at the provider's time; null when it does not say what it should.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Effect<T>> LookAsync<T>(
        BatchChannel channel, HttpRequestMessage request, string member, Func<JsonElement, DateTimeOffset?, T?> read, CancellationToken cancellation)
        where T : class
    {
        using var sieve = new ResultSieve(member, Stream.Null);
        var effect = await channel.DownloadAsync(request, LookLimit, sieve, cancellation);
        if (effect is not Effect<long>.Done done)
            return effect.Failed<long, T>();
        if (!sieve.IsWhole)
            return BrokenOff<T>();
        return Read(sieve.Rest, answer => read(answer, done.ServerTime)) is { } value
            ? new Effect<T>.Done(value, done.ServerTime)
            : new Effect<T>.Unclear("an answer that does not say what it should");
    }

    /// <summary>Writes the results in an answer as lines.</summary>
    /// <param name="channel">The way.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="member">The name of the array that has the results.</param>
    /// <param name="to">Where the lines go.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Effect<long>> DownloadAsync(BatchChannel channel, HttpRequestMessage request, string member, Stream to, CancellationToken cancellation)
    {
        using var sieve = new ResultSieve(member, to);
        return await channel.DownloadAsync(request, sieve, cancellation) switch
        {
            Effect<long>.Done done when sieve.IsWhole => done with { Value = sieve.Written },
            Effect<long>.Done => BrokenOff<long>(),
            var other => other,
        };
    }

    private static T? Read<T>(ReadOnlyMemory<byte> answer, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = ResultSieve.MaxDepth });
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text with a lone surrogate, which has no UTF-16 form.
            return null;
        }
    }

    private static Effect<T>.Unclear BrokenOff<T>() => new("the answer broke off");
}

using System.Globalization;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;
using Nightshift.Providers;

namespace Nightshift.Configuration;

/// <summary>Makes the terms of a batch API of what a configuration says about it.</summary>
internal static class BatchConfiguration
{
    private const int LongestWindowHours = 28 * 24;
    private const int MostSeconds = 3600;

    /// <summary>The terms: those of the protocol named, or of the provider itself, with what is said to be otherwise.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="name">The provider's name there.</param>
    /// <param name="shape">What it says.</param>
    /// <param name="own">The terms of the built-in provider that is adjusted; null when it has none or is none.</param>
    /// <exception cref="ConfigurationException">It cannot be so; the message says what can.</exception>
    public static BatchTerms Read(string path, string name, BatchShape shape, BatchTerms? own)
    {
        Check(path, name, shape);
        var basis = Basis(path, name, shape.Protocol, own);
        return basis with
        {
            Protocol = Protocol(path, name, shape, basis.Protocol),
            MostRows = shape.MostRows ?? basis.MostRows,
            MostBytes = shape.MostBytes ?? basis.MostBytes,
            EnqueuedTokens = shape.EnqueuedTokens ?? basis.EnqueuedTokens,
            Discount = shape.Discount ?? basis.Discount,
            FirstLook = shape.PollSeconds is { } poll ? TimeSpan.FromSeconds(poll) : basis.FirstLook,
            ListLag = shape.ListLagSeconds is { } lag ? TimeSpan.FromSeconds(lag) : basis.ListLag,
            Window = shape.WindowHours is { } hours ? TimeSpan.FromHours(hours) : basis.Window,
            Expiry = shape.WindowHours is { } end && basis.Expiry is not null ? TimeSpan.FromHours(end) : basis.Expiry,
            Source = $"{path}; what it leaves out: {basis.Source}",
        };
    }

    private static BatchTerms Basis(string path, string name, string? protocol, BatchTerms? own)
    {
        var words = ProviderCatalog.BatchApis;
        if (protocol is null || string.Equals(protocol, name, StringComparison.OrdinalIgnoreCase))
        {
            if (own is not null)
                return own;
        }

        if (protocol is null)
            throw new ConfigurationException($"{path}: batch of '{name}' needs a protocol; it is one of {string.Join(", ", words.Keys)}");
        return words.TryGetValue(protocol, out var terms)
            ? terms
            : throw new ConfigurationException($"{path}: batch of '{name}' is '{protocol}'{NearestName.Hint(protocol, words.Keys)}; it is one of {string.Join(", ", words.Keys)}");
    }

    private static BatchProtocol Protocol(string path, string name, BatchShape shape, BatchProtocol protocol)
    {
        if (shape is { Url: null, WindowHours: null, Metadata: null })
            return protocol;
        if (protocol is not OpenAiBatches { Traits: var traits } follower)
            throw new ConfigurationException($"{path}: batch of '{name}' has a url, window_hours or metadata, which only protocols that follow OpenAI's have; take them out");
        return follower.With(traits with
        {
            Url = shape.Url ?? traits.Url,
            Window = shape.WindowHours is { } hours ? TimeSpan.FromHours(hours) : traits.Window,
            MetadataName = shape.Metadata switch { false => null, true => traits.MetadataName ?? OpenAiTraits.UsualMetadataName, null => traits.MetadataName },
        });
    }

    private static void Check(string path, string name, BatchShape shape)
    {
        Require(shape.MostRows is null or > 0, "most_rows", shape.MostRows, "1 or more");
        Require(shape.MostBytes is null or > 0, "most_bytes", shape.MostBytes, "1 or more");
        Require(shape.EnqueuedTokens is null or > 0, "enqueued_tokens", shape.EnqueuedTokens, "1 or more, or leave it out for no limit");
        Require(shape.Discount is null or (>= 0 and < 1), "discount", shape.Discount, "the part that is not paid, 0 or more and less than 1, such as 0.5");
        Require(shape.PollSeconds is null or (> 0 and <= MostSeconds), "poll_seconds", shape.PollSeconds, $"more than 0 and at most {MostSeconds}");
        Require(shape.ListLagSeconds is null or (>= 0 and <= MostSeconds), "list_lag_seconds", shape.ListLagSeconds, $"0 to {MostSeconds}");
        Require(shape.WindowHours is null or (> 0 and <= LongestWindowHours), "window_hours", shape.WindowHours, $"1 to {LongestWindowHours}");
        Require(shape.Url is null or ['/', ..], "url", shape.Url, "a path as the lines have it, such as /v1/chat/completions");

        void Require(bool holds, string member, object? value, string cure)
        {
            if (!holds)
                throw new ConfigurationException(string.Create(CultureInfo.InvariantCulture, $"{path}: {member} in the batch of '{name}' is {value}; give {cure}"));
        }
    }
}

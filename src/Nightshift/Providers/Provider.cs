using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Providers;

/// <summary>Where a provider is and how it is addressed. One file each; the wire format is the protocol's matter.</summary>
public sealed record Provider
{
    /// <summary>The part of the model name before the slash.</summary>
    public required string Name { get; init; }

    /// <summary>Base address up to and without the endpoint's path; null where only the user can know it.</summary>
    public required Uri? BaseAddress { get; init; }

    /// <summary>The environment variable with the key; null where none is needed.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The environment variable that points elsewhere; null where there is none.</summary>
    public string? BaseAddressVariable { get; init; }

    /// <summary>An environment variable that points to a resource, below which the API is; null where there is none.</summary>
    public ResourceVariable? Resource { get; init; }

    /// <summary>What it speaks.</summary>
    public ChatProtocol Protocol { get; init; } = ChatCompletionsProtocol.Compatible;

    /// <summary>Its batch API; null where it has none.</summary>
    public BatchTerms? Batch { get; init; }

    /// <summary>How long one live call may take unless the user says otherwise.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Live calls in flight unless the user says otherwise; null where the right number is found by itself.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Under which name and mode the prices of its live calls are listed; null for its own name and live.</summary>
    public PriceListing? PricedAs { get; init; }

    /// <summary>Under which provider's name all of its prices are listed, for a further account or region of that provider; null for its own.</summary>
    public string? SamePricesAs { get; init; }

    /// <summary>Requests a minute, when configured.</summary>
    public int? Rpm { get; init; }

    /// <summary>Tokens a minute, when configured.</summary>
    public long? Tpm { get; init; }

    /// <summary>Where the prices of what is sent in a mode are listed.</summary>
    public PriceListing ListingOf(AnswerMode mode) => PricedAs is { } other && mode == AnswerMode.Live ? other : new PriceListing(SamePricesAs ?? Name, mode);
}

/// <summary>An environment variable with the address of a resource.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Path">Where the API is below that address, as <c>openai/v1</c>; added unless the address ends with it.</param>
public sealed record ResourceVariable(string Name, string Path);

/// <summary>Where in the price list something stands.</summary>
/// <param name="Provider">The provider's name there.</param>
/// <param name="Mode">Live or batch.</param>
public readonly record struct PriceListing(string Provider, AnswerMode Mode);

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

    /// <summary>What it speaks.</summary>
    public ChatProtocol Protocol { get; init; } = ChatCompletionsProtocol.Compatible;

    /// <summary>Its batch API; null where it has none.</summary>
    public BatchTerms? Batch { get; init; }

    /// <summary>Requests a minute, when configured.</summary>
    public int? Rpm { get; init; }

    /// <summary>Tokens a minute, when configured.</summary>
    public long? Tpm { get; init; }
}

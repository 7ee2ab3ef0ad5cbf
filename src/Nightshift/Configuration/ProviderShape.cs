namespace Nightshift.Configuration;

/// <summary>What <c>providers:</c> says of a provider in <c>nightshift.yaml</c>; each member is null when it is left out.</summary>
internal sealed record ProviderShape
{
    /// <summary>The built-in provider whose further account or region it is.</summary>
    public string? As { get; init; }

    public string? BaseUrl { get; init; }

    public string? ApiKeyEnv { get; init; }

    public string? Protocol { get; init; }

    public string? MaxTokensMember { get; init; }

    public int? Rpm { get; init; }

    public long? Tpm { get; init; }

    public BatchEntry? Batch { get; init; }
}

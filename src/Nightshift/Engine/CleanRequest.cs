namespace Nightshift.Engine;

/// <summary>What of ours to look for at providers, beyond what the store's batches left.</summary>
public sealed record CleanRequest
{
    /// <summary>How old a file must be that no batch of the store knows: younger ones may be another machine's.</summary>
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Models (<c>provider/model</c>) whose accounts are looked through beside those that the store's batches are in.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Whether nothing is deleted, and only said what would be.</summary>
    public bool IsDryRun { get; init; }
}

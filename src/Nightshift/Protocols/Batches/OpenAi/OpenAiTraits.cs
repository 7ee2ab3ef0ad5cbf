namespace Nightshift.Protocols.Batches.OpenAi;

/// <summary>What differs between the providers that follow OpenAI's files and batches. The defaults are those of a server that follows closely.</summary>
internal sealed record OpenAiTraits
{
    /// <summary>Under which name our submission stands in a batch's metadata.</summary>
    public const string UsualMetadataName = "nightshift_submission";

    /// <summary>The endpoint that lines and batch name; not always the path that a live request goes to.</summary>
    public string Url { get; init; } = "/v1/chat/completions";

    /// <summary>The completion window, in whole hours.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Under which name our submission stands in the batch's metadata; null where there is none.</summary>
    public string? MetadataName { get; init; } = UsualMetadataName;

    /// <summary>The purpose of an upload; null where there is none.</summary>
    public string? Purpose { get; init; } = "batch";

    /// <summary>After which time the provider is asked to drop an upload that nobody deleted; null where it cannot be asked.</summary>
    public TimeSpan? UploadLife { get; init; }

    /// <summary>Whether the provider drops the input with the end of the batch unless it is told not to.</summary>
    public bool DeletesInput { get; init; }
}

namespace Nightshift.Simulator.Accounting;

/// <summary>What files and batches add up to.</summary>
public sealed record BatchTotals
{
    /// <summary>Batches that were made, whatever the client heard of it.</summary>
    public required long Created { get; init; }

    /// <summary>Batches for which a cancel was asked.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Batches that are not over.</summary>
    public required long Open { get; init; }

    /// <summary>Rows that were answered, and so billed.</summary>
    public required long ExecutedLines { get; init; }

    /// <summary>Billed input tokens of batches that are over.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Billed output tokens of batches that are over.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>What these tokens cost in US dollars, at half price.</summary>
    public required decimal Usd { get; init; }

    /// <summary>Files that were uploaded.</summary>
    public required long FilesUploaded { get; init; }

    /// <summary>Files that were not deleted: uploads and results.</summary>
    public required long FilesOpen { get; init; }

    /// <summary>Calls about files and batches by their kind.</summary>
    public required IReadOnlyDictionary<string, long> Calls { get; init; }
}

using Nightshift.Simulator.Batches;

namespace Nightshift.Simulator.Accounting;

/// <summary>One batch as the provider knows it.</summary>
public sealed record LedgerBatch
{
    /// <summary>The base address, as <c>/openai/v1</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The input file, as the client named it; null for one without.</summary>
    public required string? InputFileId { get; init; }

    /// <summary>The display name, where there is one.</summary>
    public required string? Name { get; init; }

    /// <summary>The metadata as JSON text, where there is some.</summary>
    public required string? Metadata { get; init; }

    /// <summary>When it was made, since the simulator's start.</summary>
    public required TimeSpan Arrival { get; init; }

    /// <summary>Where it is.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Rows of its input.</summary>
    public required int Lines { get; init; }

    /// <summary>Rows that were answered by now.</summary>
    public required int ExecutedLines { get; init; }

    /// <summary>Billed input tokens; 0 until it is over.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Billed output tokens; 0 until it is over.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>What it costs in US dollars, at half price.</summary>
    public required decimal Usd { get; init; }

    /// <summary>The custom_id of its first row.</summary>
    public required string? FirstCustomId { get; init; }

    /// <summary>How often its state was asked for.</summary>
    public required int Polls { get; init; }

    /// <summary>When a cancel was asked for, since the simulator's start; null for none.</summary>
    public required TimeSpan? CancelAsked { get; init; }

    /// <summary>When it was over, since the simulator's start; null while it is not.</summary>
    public required TimeSpan? Ended { get; init; }

    /// <summary>When the client deleted it, since the simulator's start; null while it is there.</summary>
    public required TimeSpan? Deleted { get; init; }
}

/// <summary>One file as the provider knows it.</summary>
/// <param name="Provider">The base address, as <c>/openai/v1</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Arrival">When it came, since the simulator's start.</param>
/// <param name="Batch">The batch whose results it holds; null for an upload.</param>
/// <param name="Deleted">When it was deleted, since the simulator's start; null while it is there.</param>
public sealed record LedgerFile(string Provider, string Id, string Name, long Bytes, TimeSpan Arrival, string? Batch, TimeSpan? Deleted);

namespace Nightshift.Model;

/// <summary>A row as the output writers see it.</summary>
public sealed record RowResult
{
    /// <summary>Which row.</summary>
    public required RowId Id { get; init; }

    /// <summary>Where its record begins in the input, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The user's id, when there is one.</summary>
    public string? UserId { get; init; }

    /// <summary>The input record, a JSON object in UTF-8; empty when it could not be read.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }

    /// <summary>Where the row is.</summary>
    public required RowState State { get; init; }

    /// <summary>The answer; null unless it succeeded.</summary>
    public Answer? Answer { get; init; }

    /// <summary>Why it did not succeed: the verdict's code, else null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The sentence that belongs to the code.</summary>
    public string? Error { get; init; }

    /// <summary>How it came to its answer.</summary>
    public AnswerMode Mode { get; init; }

    /// <summary>Tokens over all of the row's attempts.</summary>
    public Usage Usage { get; init; }

    /// <summary>Dollars over all of the row's attempts; null when some usage has no price.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Attempts sent for the row, paid or not.</summary>
    public int Attempts { get; init; }
}

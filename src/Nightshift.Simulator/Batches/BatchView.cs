namespace Nightshift.Simulator.Batches;

/// <summary>A batch as it looks at one moment; the words and shapes are the dialect's.</summary>
internal sealed record BatchView
{
    public required Stage Stage { get; init; }

    public required int Total { get; init; }

    public required int Completed { get; init; }

    public required int Failed { get; init; }

    /// <summary>Of the failed ones, those that never came to an answer.</summary>
    public int Undone { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>Of the input tokens, those that were read from the prompt cache.</summary>
    public long CachedTokens { get; init; }

    public StoredFile? Output { get; init; }

    public StoredFile? Error { get; init; }

    public IReadOnlyList<LineFault> Faults { get; init; } = [];

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinalizingAt { get; init; }

    public DateTimeOffset? CancelAskedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool IsOver => IsEnd(Stage);

    /// <summary>The moment of an end of one kind; null when it did not end so.</summary>
    public DateTimeOffset? EndedAs(Stage stage) => Stage == stage ? EndedAt : null;

    public static bool IsEnd(Stage stage) => stage is Stage.Completed or Stage.Failed or Stage.Expired or Stage.Cancelled;
}

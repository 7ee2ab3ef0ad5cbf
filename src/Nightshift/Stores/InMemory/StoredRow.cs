using Nightshift.Model;

namespace Nightshift.Stores.InMemory;

/// <summary>A row with all that the store knows of it.</summary>
internal sealed class StoredRow(RowId id, NewRow source)
{
    public RowId Id { get; } = id;

    public NewRow Source { get; } = source;

    public RowState State { get; set; }

    public int Epoch { get; set; }

    /// <summary>Attempts that count against the limit.</summary>
    public int Attempts { get; set; }

    /// <summary>Times that the intent to send was committed.</summary>
    public int Sends { get; set; }

    /// <summary>Times that the process ended with this row in flight.</summary>
    public int Crashes { get; set; }

    /// <summary>Times that it came back from a batch without a line.</summary>
    public int Returns { get; set; }

    /// <summary>The batch that it was sent in last; null when it was sent live.</summary>
    public BatchId? Batch { get; set; }

    /// <summary>From when on it may be claimed again; null when it need not wait.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public int? MaxTokens { get; set; }

    /// <summary>The earlier row with the same request, as which this one ends.</summary>
    public StoredRow? Leader { get; set; }

    public List<StoredRow> Followers { get; } = [];

    public Answer? Answer { get; set; }

    public string? ErrorCode { get; set; }

    public string? Error { get; set; }

    public AnswerMode Mode { get; set; }

    public Usage Usage { get; set; }

    /// <summary>Null when some usage has no price.</summary>
    public decimal? CostUsd { get; set; } = 0;

    /// <summary>Set aside for it while it is sent.</summary>
    public decimal ReservedUsd { get; set; }

    /// <summary>What a live call for its answer would have cost.</summary>
    public decimal WorthUsd { get; set; }

    public List<LedgerEntry> Ledger { get; } = [];

    public bool IsClaimable(DateTimeOffset now) => State == RowState.Pending && Leader is null && RetryTimes.IsDue(NotBefore, now);

    public RowResult ToResult(bool withBody) => new()
    {
        Id = Id,
        Line = Source.Line,
        UserId = Source.UserId,
        Record = Source.Record,
        State = State,
        Answer = withBody ? Answer : Answer is null ? null : Answer with { Body = default },
        ErrorCode = ErrorCode,
        Error = Error,
        Mode = Mode,
        Usage = Usage,
        CostUsd = CostUsd,
        Attempts = Sends,
    };
}

namespace Nightshift.Model;

/// <summary>How many rows of a job are in each state. They add up to <see cref="Total"/> in every committed snapshot.</summary>
public readonly record struct RowCounts(long Pending, long Claimed, long Sent, long Succeeded, long Failed, long Cancelled, long Expired)
{
    /// <summary>All rows.</summary>
    public long Total => Pending + Claimed + Sent + Succeeded + Failed + Cancelled + Expired;

    /// <summary>Rows that ended, whatever way.</summary>
    public long Done => Succeeded + Failed + Cancelled + Expired;

    /// <summary>The count of one state.</summary>
    public long this[RowState state] => state switch
    {
        RowState.Pending => Pending,
        RowState.Claimed => Claimed,
        RowState.Sent => Sent,
        RowState.Succeeded => Succeeded,
        RowState.Failed => Failed,
        RowState.Cancelled => Cancelled,
        RowState.Expired => Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a row state"),
    };
}

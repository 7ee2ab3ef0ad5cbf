namespace Nightshift.Model;

/// <summary>A worker's hold on a row. Every write about the row carries it; a write with an older epoch changes nothing.</summary>
/// <param name="Row">The row.</param>
/// <param name="Epoch">Raised by one at each claim of the row.</param>
public readonly record struct Lease(RowId Row, int Epoch);

/// <summary>A row as a worker gets it.</summary>
/// <param name="Lease">The hold.</param>
/// <param name="UserId">The user's id, when there is one.</param>
/// <param name="Record">The input record, a JSON object in UTF-8.</param>
/// <param name="Attempts">Attempts made before this one that count against the limit.</param>
/// <param name="MaxTokens">The output limit that a truncated answer asked for; null for the task's own.</param>
/// <param name="IsRetry">Whether it waited for a set time: an earlier try has failed.</param>
public sealed record ClaimedRow(
    Lease Lease, string? UserId, ReadOnlyMemory<byte> Record, int Attempts, int? MaxTokens, bool IsRetry = false);

/// <summary>How much to claim at once.</summary>
/// <param name="Rows">Rows at the most.</param>
/// <param name="Retries">How many of them may be retries.</param>
/// <param name="Bytes">What their records may come to; one row is claimed whatever its size.</param>
public readonly record struct ClaimLimit(int Rows, int Retries = int.MaxValue, long Bytes = long.MaxValue)
{
    /// <summary>So many rows, of any kind and size.</summary>
    public static implicit operator ClaimLimit(int rows) => new(rows);
}

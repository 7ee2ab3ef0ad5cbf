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
public sealed record ClaimedRow(Lease Lease, string? UserId, ReadOnlyMemory<byte> Record, int Attempts, int? MaxTokens);

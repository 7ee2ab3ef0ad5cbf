namespace Nightshift.Model;

/// <summary>A record of the input on its way into the store.</summary>
/// <param name="Index">Its place among the job's rows, from 0.</param>
/// <param name="Line">Where it begins in the input: line (CSV, JSONL), sheet row (Excel) or line of the element (JSON array), from 1.</param>
/// <param name="UserId">The id that the user's column gives it, unique in the job; null when none was asked for.</param>
/// <param name="Record">The record as one JSON object in UTF-8; empty when it could not be read.</param>
/// <param name="Hash">The request's hash; null when it must not share an answer (dedupe is off) or has no request (a bad record).</param>
/// <param name="Fault">Why the record is bad: its row is stored as failed with code <c>bad_record</c>; null for a good one.</param>
public sealed record NewRow(
    long Index, long Line, string? UserId, ReadOnlyMemory<byte> Record, RequestHash? Hash, string? Fault = null);

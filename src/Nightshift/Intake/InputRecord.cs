namespace Nightshift.Intake;

/// <summary>One record as a reader found it.</summary>
/// <param name="Line">Where it begins, from 1: line (CSV, JSONL, batch file), sheet row (Excel), line of the element (JSON array).</param>
/// <param name="Json">The record as one JSON object in UTF-8: string members for CSV and Excel cells; the record's own bytes for JSON inputs. Empty for a bad record.</param>
/// <param name="Fault">Why it is bad, in one sentence without the line number; null for a good one.</param>
public readonly record struct InputRecord(long Line, ReadOnlyMemory<byte> Json, string? Fault = null);

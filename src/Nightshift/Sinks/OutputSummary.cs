using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>What was written.</summary>
/// <param name="Path">The target as the user named it.</param>
/// <param name="Rows">The rows in it, by state.</param>
public sealed record OutputSummary(string Path, RowCounts Rows);

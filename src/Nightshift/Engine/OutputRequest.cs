using Nightshift.Sinks;

namespace Nightshift.Engine;

/// <summary>Where a job's results go.</summary>
/// <param name="Path">A file, or <c>-</c> for standard output.</param>
/// <param name="Format">The form; null tells it from the path, and on standard output from the input.</param>
/// <param name="CsvRaw">Whether CSV answers are written as they are, formulas included.</param>
public sealed record OutputRequest(string Path, OutputFormat? Format = null, bool CsvRaw = false);

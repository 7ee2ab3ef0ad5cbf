namespace Nightshift.Tests.Routing.Months;

/// <summary>What one night's job came to.</summary>
/// <param name="Night">Which, from 0.</param>
/// <param name="Took">From its beginning to its last row.</param>
/// <param name="CostUsd">What it cost.</param>
/// <param name="LiveRows">Rows that live calls answered.</param>
/// <param name="BatchRows">Rows that batches answered.</param>
/// <param name="Story">What happened, line by line.</param>
internal sealed record NightFigures(int Night, TimeSpan Took, decimal CostUsd, long LiveRows, long BatchRows, string Story)
{
    public bool IsInTime => Took <= DrawnMonth.Deadline;
}

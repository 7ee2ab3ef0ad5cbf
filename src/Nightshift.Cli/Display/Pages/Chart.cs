namespace Nightshift.Cli.Display.Pages;

/// <summary>How numbers of a section are drawn. Columns are counted from 0.</summary>
internal abstract record Chart
{
    private Chart()
    {
    }

    /// <summary>A bar a row.</summary>
    /// <param name="Column">The numbers.</param>
    internal sealed record Bars(int Column) : Chart;

    /// <summary>Two bars a row, on one scale.</summary>
    /// <param name="Column">The numbers that matter: what was spent.</param>
    /// <param name="Against">What they are held against: the live price.</param>
    internal sealed record Pairs(int Column, int Against) : Chart;

    /// <summary>A column a row, side by side as on a calendar; on a terminal as <see cref="Bars"/> or <see cref="Pairs"/>.</summary>
    /// <param name="Column">The numbers that matter.</param>
    /// <param name="Against">What they are held against, if anything.</param>
    internal sealed record Days(int Column, int? Against = null) : Chart;

    /// <summary>The columns that are drawn.</summary>
    public (int Column, int? Against) Series => this switch
    {
        Bars bars => (bars.Column, null),
        Pairs pairs => (pairs.Column, pairs.Against),
        Days days => (days.Column, days.Against),
        _ => throw new InvalidOperationException($"not a chart: {this}"),
    };
}

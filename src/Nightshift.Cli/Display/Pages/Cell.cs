namespace Nightshift.Cli.Display.Pages;

/// <summary>A value of a report that knows what it is, so that each form shows it rightly.</summary>
internal abstract record Cell
{
    private const string Dash = "—";

    private Cell()
    {
    }

    /// <summary>A name, a word, a sentence. May come from outside.</summary>
    internal sealed record Text(string Value) : Cell;

    /// <summary>How many.</summary>
    internal sealed record Count(long Number) : Cell;

    /// <summary>US dollars.</summary>
    internal sealed record Dollars(decimal Amount) : Cell;

    /// <summary>A share of one: 0.5 is 50 %.</summary>
    internal sealed record Percent(decimal Share) : Cell;

    /// <summary>Not known, which is not nothing.</summary>
    internal sealed record Unknown : Cell;

    /// <summary>A count, when it is known.</summary>
    public static Cell OfCount(long? number) => number is { } known ? new Count(known) : new Unknown();

    /// <summary>An amount, when it is known.</summary>
    public static Cell OfDollars(decimal? dollars) => dollars is { } known ? new Dollars(known) : new Unknown();

    /// <summary>A share, when it is known.</summary>
    public static Cell OfShare(decimal? share) => share is { } known ? new Percent(known) : new Unknown();

    /// <summary>Whether it stands at the right edge of its column.</summary>
    public bool IsNumber => this is Count or Dollars or Percent;

    /// <summary>What a bar of it is as long as; null for what has no length.</summary>
    public decimal? Size => this switch
    {
        Count count => count.Number,
        Dollars dollars => dollars.Amount,
        Percent percent => percent.Share,
        Text or Unknown => null,
        _ => throw new InvalidOperationException($"not a cell: {this}"),
    };

    /// <summary>As people read it, in one line, harmless to a terminal.</summary>
    public string Shown => this switch
    {
        Text text => Screen.Safe(text.Value.ReplaceLineEndings(" ")).Replace('\t', ' ').Replace('\n', ' '),
        Count count => Words.Count(count.Number),
        Dollars { Amount: < 0 } dollars => "-" + Words.Money(-dollars.Amount),
        Dollars dollars => Words.Money(dollars.Amount),
        Percent percent => NumberWords.Percent(percent.Share),
        Unknown => Dash,
        _ => throw new InvalidOperationException($"not a cell: {this}"),
    };
}

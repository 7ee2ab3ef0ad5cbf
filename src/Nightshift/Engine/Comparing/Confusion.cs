namespace Nightshift.Engine.Comparing;

/// <summary>Which label was given where which was expected. Memory: one count for each pair that happens.</summary>
internal sealed class Confusion
{
    private readonly Dictionary<(string? Expected, string? Given), long> _counts = [];

    /// <summary>Adds a row.</summary>
    /// <param name="expected">The label; null for something that is none.</param>
    /// <param name="given">The label; null for no answer.</param>
    public void Add(string? expected, string? given) => _counts[(expected, given)] = _counts.GetValueOrDefault((expected, given)) + 1;

    /// <summary>The mean, over the labels that are expected or given anywhere, of the harmonic mean of precision and recall; null without any.</summary>
    public decimal? MacroF1
    {
        get
        {
            var scores = _counts.Keys.SelectMany(pair => new[] { pair.Expected, pair.Given }).OfType<string>().Distinct().Select(F1).ToList();
            return scores.Count == 0 ? null : scores.Average();
        }
    }

    /// <summary>The most frequent mistakes, those that happen as often as others in the order of their labels.</summary>
    public IReadOnlyList<Mistake> Mistakes(int most) =>
    [
        .. _counts.Where(count => count.Key.Expected != count.Key.Given || count.Key.Expected is null)
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key.Expected, StringComparer.Ordinal).ThenBy(count => count.Key.Given, StringComparer.Ordinal)
            .Take(most).Select(count => new Mistake(count.Key.Expected, count.Key.Given, count.Value)),
    ];

    private decimal F1(string label)
    {
        var right = _counts.GetValueOrDefault((label, label));
        var wrong = _counts.Where(count => count.Key.Expected != count.Key.Given && (count.Key.Expected == label || count.Key.Given == label)).Sum(count => count.Value);
        return 2m * right / ((2 * right) + wrong);
    }
}

/// <summary>A label that was given where another was expected.</summary>
/// <param name="Expected">The right one; null where the input expects something that is no label of the task.</param>
/// <param name="Given">The wrong one; null where the row has no answer.</param>
/// <param name="Count">In how many rows.</param>
public sealed record Mistake(string? Expected, string? Given, long Count);

namespace Nightshift.Engine.Comparing;

/// <summary>The answers of several models to one row, as votes.</summary>
internal static class Ballot
{
    /// <summary>The answer that two models or more gave, and more than half of those that answered; null when there is none.</summary>
    /// <param name="answers">In the form in which they are compared; null where a model has none.</param>
    public static string? Majority(IReadOnlyList<string?> answers)
    {
        var votes = answers.OfType<string>().ToList();
        return votes.GroupBy(vote => vote, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1 && 2 * same.Count() > votes.Count)?.Key;
    }
}

using Nightshift.Batching;

namespace Nightshift.Cli.Display;

/// <summary>What came of cleaning, in words.</summary>
internal static class CleanText
{
    /// <summary>One thing: what became of it, where it is, what it is.</summary>
    public static string Line(CleanOutcome outcome, DateTimeOffset now) => outcome switch
    {
        CleanOutcome.Found found => $"would delete  {outcome.Account}  {Thing(found.Remnant, now)}",
        CleanOutcome.Deleted deleted => $"deleted       {outcome.Account}  {Thing(deleted.Remnant, now)}",
        CleanOutcome.NotDeleted kept => $"not deleted   {outcome.Account}  {Thing(kept.Remnant, now)}: {kept.Why}",
        CleanOutcome.NotAsked unasked => $"not asked     {outcome.Account}  {unasked.Why}",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "an outcome without words"),
    };

    /// <summary>All of it.</summary>
    public static string Sum(IReadOnlyList<CleanOutcome> outcomes)
    {
        var parts = new List<string>();
        Add(outcomes.OfType<CleanOutcome.Found>().Count(), "would be deleted");
        Add(outcomes.OfType<CleanOutcome.Deleted>().Count(), "deleted");
        Add(outcomes.OfType<CleanOutcome.NotDeleted>().Count(), "not deleted");
        if (outcomes.OfType<CleanOutcome.NotAsked>().Any())
            parts.Add("not every account could be asked");
        return parts.Count == 0 ? "Nothing is left at any provider that this store knows." : $"{string.Join(", ", parts)}.";

        void Add(int count, string what)
        {
            if (count > 0)
                parts.Add($"{Words.Count(count)} {what}");
        }
    }

    private static string Thing(Remnant remnant, DateTimeOffset now)
    {
        var about = new List<string>();
        if (remnant.Name is { } name)
            about.Add(name);
        if (remnant.Batch is { } batch)
            about.Add($"of batch {batch}");
        if (remnant.CreatedAt is { } created)
            about.Add($"{Words.Duration(now - created)} old");
        return $"{remnant.Kind.ToString().ToLowerInvariant()} {remnant.Id}" + (about.Count == 0 ? "" : $" ({string.Join(", ", about)})");
    }
}

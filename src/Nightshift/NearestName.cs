namespace Nightshift;

/// <summary>Finds what a mistyped name was probably meant to be.</summary>
public static class NearestName
{
    // A longer "name" is no typing error, and comparing it would take long.
    private const int LongestWord = 100;

    /// <summary>
    /// The candidate with the smallest edit distance to <paramref name="word"/>, letter case aside; the first of equals.
    /// Null when none is near: more than a third of the letters differ.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
            return null;
        var reach = Math.Max(1, word.Length / 3);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > reach)
                continue;
            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance > reach)
                continue;
            nearest = candidate;
            reach = distance - 1;
        }
        return nearest;
    }

    /// <summary>The suggestion as the end of a sentence: <c>; did you mean 'model'?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        Of(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    // Insertions, deletions, changed letters and swapped neighbours, each for one.
    private static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            distances[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            distances[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var nearest = Math.Min(changed, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    nearest = Math.Min(nearest, distances[i - 2, j - 2] + 1);
                distances[i, j] = nearest;
            }
        }
        return distances[a.Length, b.Length];
    }
}

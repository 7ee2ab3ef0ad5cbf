namespace Nightshift.Analysis.Logs;

/// <summary>Words by which people mark what nobody waits for, as whole words of a tag or a name: <c>nightly-eval</c>, not <c>evaluate</c>.</summary>
internal static class PatientWords
{
    /// <summary>The words.</summary>
    public static readonly string[] All = ["batch", "offline", "eval", "evals", "backfill", "nightly", "bulk", "cron"];

    /// <summary>The first of them in a text; null when there is none.</summary>
    public static string? In(ReadOnlySpan<char> text)
    {
        var start = 0;
        for (var end = 0; end <= text.Length; end++)
        {
            if (end < text.Length && char.IsAsciiLetter(text[end]))
                continue;
            foreach (var word in All)
            {
                if (text[start..end].Equals(word, StringComparison.OrdinalIgnoreCase))
                    return word;
            }

            start = end + 1;
        }

        return null;
    }
}

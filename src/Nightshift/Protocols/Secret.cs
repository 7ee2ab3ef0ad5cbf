namespace Nightshift.Protocols;

/// <summary>Keeps a key out of what is stored and shown: servers quote the key they refuse, whole or in part.</summary>
internal static class Secret
{
    private const string Hidden = "[key]";

    /// <summary>Fewer characters than this tell nothing: all keys of a provider begin alike.</summary>
    private const int Telling = 10;

    /// <summary>The text with every occurrence of the key, or of a telling beginning of it, hidden.</summary>
    public static string Hide(string? key, string text)
    {
        if (string.IsNullOrEmpty(key))
            return text;
        var beginning = key.AsSpan(0, Math.Min(key.Length, Telling));
        var from = 0;
        while (text.AsSpan(from).IndexOf(beginning, StringComparison.Ordinal) is >= 0 and var place)
        {
            from += place;
            var length = text.AsSpan(from).CommonPrefixLength(key);
            text = string.Concat(text.AsSpan(0, from), Hidden, text.AsSpan(from + length));
            from += Hidden.Length;
        }

        return text;
    }
}

using System.Text;

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
        var rest = text.AsSpan();
        StringBuilder? shown = null;
        while (rest.IndexOf(beginning, StringComparison.Ordinal) is >= 0 and var place)
        {
            // Built in one pass: a server that quotes a key a million times must not make a million copies.
            shown = (shown ?? new StringBuilder()).Append(rest[..place]).Append(Hidden);
            rest = rest[place..];
            rest = rest[rest.CommonPrefixLength(key)..];
        }

        return shown is null ? text : shown.Append(rest).ToString();
    }
}

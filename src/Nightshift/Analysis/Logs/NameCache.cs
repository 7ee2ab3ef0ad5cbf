using System.Text;

namespace Nightshift.Analysis.Logs;

/// <summary>
/// Makes names of bytes, each of them once: a log has millions of lines and few models. Bounded in names and in length; what looks like a key
/// is not let through.
/// </summary>
internal sealed class NameCache
{
    private const int MostNames = 20_000;
    private const int LongestName = 120;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NameCache() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The name: cut when it is long.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        Span<char> letters = stackalloc char[LongestName];
        Utf8Length(ref utf8);
        var text = letters[..Encoding.UTF8.GetChars(utf8, letters)];
        if (_lookup.TryGetValue(text, out var known))
            return known;
        var name = Shown(text.ToString());
        if (_names.Count < MostNames)
            _names[text.ToString()] = name;
        return name;
    }

    /// <summary>A UTF-8 byte is at most one letter: so many bytes always fit. Never half a letter.</summary>
    private static void Utf8Length(ref ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= LongestName)
            return;
        var end = LongestName;
        while (end > 0 && (utf8[end] & 0xC0) == 0x80)
            end--;
        utf8 = utf8[..end];
    }

    /// <summary>Keys that a careless program logged in the clear are not shown again.</summary>
    private static string Shown(string name) => name.StartsWith("sk-", StringComparison.Ordinal) && name.Length > 12 ? $"sk-…{name[^4..]}" : name;
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nightshift.Engine.Comparing;

/// <summary>JSON in the one way of writing it in which equal values are equal texts: members by name, numbers without needless digits, no blanks.</summary>
internal static class CanonicalJson
{
    private const long FarthestExponent = 1_000_000_000;

    /// <summary>The text of a value.</summary>
    /// <exception cref="InvalidOperationException">A string in it is no text (half of a surrogate pair).</exception>
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>A number as its digits and the power of ten that they stand at: 1, 1.0 and 10e-1 are <c>1e0</c>.</summary>
    internal static string Number(string written)
    {
        var sign = written[0] == '-' ? "-" : "";
        var end = written.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0L;
        if (end >= 0 && (!long.TryParse(written.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > FarthestExponent))
            return written;
        var mantissa = written[sign.Length..(end < 0 ? written.Length : end)];
        if (mantissa.IndexOf('.') is >= 0 and var point)
            exponent -= mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0 ? "0e0" : $"{sign}{significant}e{exponent + digits.Length - significant.Length}";
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // Of a member that is there twice the last one counts, as for a record.
                var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                    members[member.Name] = member.Value;
                Write(text, '{', members, '}', member =>
                {
                    text.Append('"').Append(JsonEncodedText.Encode(member.Key)).Append("\":");
                    Write(text, member.Value);
                });
                break;
            case JsonValueKind.Array:
                Write(text, '[', value.EnumerateArray(), ']', item => Write(text, item));
                break;
            case JsonValueKind.String:
                text.Append('"').Append(JsonEncodedText.Encode(value.GetString()!)).Append('"');
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetRawText()));
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Write<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<T> write)
    {
        text.Append(open);
        foreach (var (at, item) in items.Index())
        {
            if (at > 0)
                text.Append(',');
            write(item);
        }

        text.Append(close);
    }
}

using System.Text.Json;

namespace Nightshift;

/// <summary>What can be wrong with a text that should be JSON, fit for a sentence: the parser quotes the text, which may be long and of many lines.</summary>
internal static class JsonFault
{
    /// <summary>For bytes that are no text.</summary>
    public const string NotUtf8 = "is not valid UTF-8";

    /// <summary>For a text that no UTF-8 can hold.</summary>
    public const string HalfSurrogate = "has half of a surrogate pair (a \\ud800 to \\udfff escape that stands alone)";

    private const int Longest = 200;

    /// <summary>For a text that is not JSON: where it stops being so, and why.</summary>
    public static string Malformed(JsonException fault) => $"is not valid JSON at byte {fault.BytePositionInLine + 1 ?? 1}: {Sentence(fault)}";

    /// <summary>One line of at most 200 characters, without the position that the parser adds.</summary>
    public static string Sentence(Exception fault)
    {
        var message = fault.Message.AsSpan();
        if (fault is JsonException && message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end)
            message = message[..end];
        message = message.TrimEnd('.');
        // The parser's verdict stands behind the quotation.
        if (message.Length > Longest)
            return $"{OneLine(message[..End(message, Longest / 2)])}…{OneLine(message[(End(message, message.Length - (Longest / 2)))..])}";
        return OneLine(message);
    }

    private static string OneLine(ReadOnlySpan<char> text) => text.ToString().ReplaceLineEndings(" ");

    /// <summary>Never through the middle of a character.</summary>
    private static int End(ReadOnlySpan<char> text, int end) => char.IsLowSurrogate(text[end]) ? end - 1 : end;
}

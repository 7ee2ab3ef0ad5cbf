using System.Text.Json;

namespace Nightshift;

/// <summary>What a JSON parser says of a text, fit for a sentence: it quotes the text, which may be long and of many lines.</summary>
internal static class JsonFault
{
    private const int Longest = 200;

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

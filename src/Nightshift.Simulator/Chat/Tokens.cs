using System.Text;

namespace Nightshift.Simulator.Chat;

/// <summary>
/// Tokens by rule: four bytes of UTF-8 make one, a message costs four more, and the answer's opening three. Not what a real
/// tokenizer counts, but the same on every machine and close enough for limits and prices.
/// </summary>
internal static class Tokens
{
    public const int PerMessage = 4;
    public const int PerRequest = 3;
    private const int BytesPerToken = 4;

    public static int Count(string text) => (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1) / BytesPerToken;

    /// <summary>The text's beginning that fits into so many tokens, cut between characters.</summary>
    public static string Cut(string text, int tokens)
    {
        var bytes = 0L;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > (long)tokens * BytesPerToken)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}

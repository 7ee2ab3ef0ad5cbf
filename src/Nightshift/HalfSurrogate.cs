using System.Buffers;
using System.Text;

namespace Nightshift;

/// <summary>Finds what UTF-16 can hold and UTF-8 cannot: one half of a surrogate pair without the other.</summary>
internal static class HalfSurrogate
{
    /// <summary>The place of the first; −1 when the text is whole.</summary>
    public static int IndexIn(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var length) != OperationStatus.Done)
                return at;
            at += length;
        }
        return -1;
    }
}

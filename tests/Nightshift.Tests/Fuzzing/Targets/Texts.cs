using System.Text;

namespace Nightshift.Tests.Fuzzing.Targets;

/// <summary>Texts in and out of what is fuzzed.</summary>
internal static class Texts
{
    /// <summary>The input as text in which every byte that is no UTF-8 is half of a surrogate pair: what a .NET string can hold and no file.</summary>
    public static string WithHalves(ReadOnlyMemory<byte> input) => Encoding.UTF8.GetString(input.Span).Replace('\ufffd', '\ud83d');

    public static void ShouldBeWhole(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            FuzzFault.Unless(text is null || IsWhole(text), "gives half of a surrogate pair");
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}

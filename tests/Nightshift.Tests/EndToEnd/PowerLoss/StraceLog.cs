using System.Globalization;
using System.Text.RegularExpressions;

namespace Nightshift.Tests.EndToEnd.PowerLoss;

/// <summary>Reads what strace wrote with all strings in hexadecimal.</summary>
internal static partial class StraceLog
{
    private const int CharactersPerByte = 4;

    /// <summary>The calls in the order in which they were made.</summary>
    public static List<SystemCall> Read(string path)
    {
        var calls = new List<SystemCall>();
        var unfinished = new Dictionary<int, SystemCall>();
        var at = 0;
        foreach (var line in File.ReadLines(path))
        {
            at++;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var thread = int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture);
            var rest = line.AsSpan(space).TrimStart();
            if (rest.StartsWith("<..."))
            {
                unfinished.Remove(thread, out var call).ShouldBeTrue(line);
                (call!.Ended, call.Result) = (at, ResultOf(line));
            }
            else if (rest.IndexOf('(') is var open and > 0)
            {
                var call = Parse(thread, rest[..open].ToString(), rest[(open + 1)..], at);
                calls.Add(call);
                if (rest.EndsWith("<unfinished ...>"))
                    unfinished.Add(thread, call);
                else
                    (call.Ended, call.Result) = (at, ResultOf(line));
            }
        }

        return calls;
    }

    private static SystemCall Parse(int thread, string name, ReadOnlySpan<char> rest, int at)
    {
        var strings = new List<byte[]>();
        var words = "";
        while (rest.IndexOf('"') is var quote and >= 0)
        {
            words += rest[..quote].ToString();
            rest = rest[(quote + 1)..];
            var end = rest.IndexOf('"');
            strings.Add(Decode(rest[..end]));
            rest = rest[(end + 1)..];
        }

        words += rest.ToString();
        return new SystemCall(thread, name, words.Split([',', ')', ' '], StringSplitOptions.RemoveEmptyEntries), [.. strings]) { Begun = at };
    }

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length / CharactersPerByte];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = byte.Parse(text.Slice((i * CharactersPerByte) + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return bytes;
    }

    private static long ResultOf(string line) =>
        Result().Match(line) is { Success: true } match ? long.Parse(match.Groups["result"].Value, CultureInfo.InvariantCulture) : -1;

    [GeneratedRegex(@"\) += (?<result>-?\d+)(?!\d)[^""]*$", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Result();
}

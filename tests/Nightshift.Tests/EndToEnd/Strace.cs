using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Nightshift.Tests.EndToEnd;

/// <summary>strace, as the wrapper of a program: it lets system calls fail, kills at them, or writes them down.</summary>
internal static partial class Strace
{
    /// <summary>Skips the test where there is none, or where it may not trace.</summary>
    public static void Require() => Assert.SkipUnless(
        Answers("-e", "trace=fsync", "true"), "strace is not installed here, or may not trace");

    /// <summary>
    /// A wrapper that injects one fault. Never with --seccomp-bpf: the injection would be off, and strace would not say so.
    /// Calls are counted by each thread for itself: the first thread that gets to the nth is hit.
    /// </summary>
    public static string[] Injecting(string log, string call, string fault, int nth, IEnumerable<string> paths) =>
        ["strace", "-f", "-qq", "-o", log, "-e", $"trace={call}", .. paths.SelectMany(path => new[] { "-P", path }), "-e", $"inject={call}:{fault}:when={nth}"];

    /// <summary>A wrapper that counts calls.</summary>
    public static string[] Counting(string log, IEnumerable<string> calls) =>
        ["strace", "--seccomp-bpf", "-f", "-qq", "-y", "-o", log, "-e", $"trace={string.Join(',', calls)}"];

    /// <summary>A wrapper that writes down calls with all their data, in hexadecimal.</summary>
    public static string[] Recording(string log, string calls) =>
        ["strace", "--seccomp-bpf", "-f", "-qq", "-xx", "-s", "100000000", "-o", log, "-e", $"trace={calls}"];

    /// <summary>How many calls got an error instead of being made.</summary>
    public static int CountInjected(string log) => File.ReadLines(log).Count(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal));

    /// <summary>The most calls of a kind that a single thread made; of these files, when some are named.</summary>
    public static int MostCallsOfAThread(string log, string call, string[] paths) =>
        File.ReadLines(log).Select(line => Call().Match(line))
            .Where(match => match.Groups["call"].Value == call
                && (paths.Length == 0 || paths.Any(path => match.Groups["rest"].Value is var rest && (rest.Contains($"<{path}>", StringComparison.Ordinal) || rest.Contains($"\"{path}\"", StringComparison.Ordinal)))))
            .CountBy(match => match.Groups["thread"].Value).Select(thread => thread.Value).DefaultIfEmpty().Max();

    private static bool Answers(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<call>[a-z0-9_]+)\((?<rest>.*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();
}

using System.Text;
using Nightshift.Analysis;
using Nightshift.Intake;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Analysis;

/// <summary>Logs of every kind with bytes changed, left out, doubled and moved: each is read to some end, and nothing is counted that was not there.</summary>
public sealed class LogFuzzTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_log_is_read_as_far_as_it_goes()
    {
        var random = Seed.Random(output);
        IReadOnlyList<Call> calls = [.. Traffic.Week(random.Next()).Where(call => call.Workload != "catalogue").Take(40)];
        var logs = LogWriters.OfRequests.Select(format => (format.Key, format.Value(calls))).Append(("openai.json", LogWriters.OpenAiUsage(calls))).Append(("anthropic.json", LogWriters.AnthropicUsage(calls)));
        foreach (var (name, text) in logs)
        {
            for (var round = 0; round < HowMany.Of(15, 5_000); round++)
            {
                var path = _folder.Write(name, Damaged(Encoding.UTF8.GetBytes(text), random));
                try
                {
                    var analysis = new LogAnalyzer(new LogAnalyzerOptions()).Analyze([path]);
                    // One damage can make a line two, a number ten times as large; it cannot make a log twice as long.
                    analysis.Files[0].Read.ShouldBeLessThanOrEqualTo(2 * calls.Count);
                    analysis.Workloads.Sum(found => found.TogetherUsd).ShouldBeGreaterThanOrEqualTo(0);
                }
                catch (InputException)
                {
                    // Its head was hit: nothing can be told from it, and that is said.
                }
            }
        }
    }

    private static byte[] Damaged(byte[] log, Random random)
    {
        for (var hits = random.Next(1, 6); hits > 0 && log.Length > 1; hits--)
        {
            var place = random.Next(log.Length);
            var length = Math.Min(random.Next(1, 30), log.Length - place);
            log = random.Next(5) switch
            {
                0 => [.. log[..place], (byte)random.Next(256), .. log[(place + 1)..]],
                1 => [.. log[..place], .. log[(place + length)..]],
                2 => [.. log[..(place + length)], .. log[place..]],
                3 => [.. log[..place], .. "\"{}[]\\,:\n"u8[..random.Next(1, 9)], .. log[place..]],
                _ => random.Next(20) == 0 ? log[..(place + 1)] : [.. log[..place], (byte)"0123456789-.eE\"nt"[random.Next(17)], .. log[(place + 1)..]],
            };
        }

        return log;
    }
}

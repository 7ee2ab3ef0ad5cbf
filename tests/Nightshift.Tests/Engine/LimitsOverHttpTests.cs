using Nightshift.Engine;
using Nightshift.Simulator;
using Nightshift.Simulator.Accounting;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Engine;

/// <summary>
/// A provider's limits, learnt from its headers over real HTTP: no 60 s of its own clock holds more than they allow, and nearly all that
/// they allow is used. In seconds of a normal run only the first can be seen; <c>--full</c> takes four minutes for both.
/// </summary>
public sealed class LimitsOverHttpTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(HowMany.Of(5, 240));

    [Theory]
    [InlineData(600, 40_000, 600, 40_000)]
    [InlineData(600, 40_000, 300, 20_000)]
    [InlineData(300, 20_000, 600, 40_000)]
    public async Task Limits_hold_in_every_window_of_the_server_and_are_used_up(int rpm, long tpm, int laterRpm, long laterTpm)
    {
        var change = Length / 2;
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions
        {
            Rpm = rpm,
            Tpm = tpm,
            Latency = TimeSpan.FromMilliseconds(20),
            LimitChanges = [new LimitChange(change, laterRpm, laterTpm)],
        });
        await using var engine = await bench.OpenAsync();
        using var stop = new CancellationTokenSource(Length);
        // About 60 tokens a call: requests and tokens bind nearly alike.
        var texts = Enumerable.Range(0, 4_000).Select(n => $"{n} {string.Join(' ', Enumerable.Repeat("word", 18))}");
        var end = await engine.RunAsync(bench.Request(texts), control: new RunControl(stop.Token, default));

        var accepted = bench.Provider.Ledger.Calls().Where(call => call.Status == 200).OrderBy(call => call.Arrival).ToList();
        var refused = bench.Provider.Ledger.Totals.Statuses.GetValueOrDefault(429);
        var (requests, tokens) = Fullest(accepted);
        end.Job.Counts.Failed.ShouldBe(0);
        output.WriteLine($"{rpm} to {laterRpm} rpm, {tpm} to {laterTpm} tpm: {accepted.Count} calls in {Length}, fullest window {requests} requests and {tokens} tokens, refused {refused}");
        requests.ShouldBeLessThanOrEqualTo(Math.Max(rpm, laterRpm));
        tokens.ShouldBeLessThanOrEqualTo(Math.Max(tpm, laterTpm));
        // The first calls leave before any header has said what the limits are: in seconds they weigh more.
        refused.ShouldBeLessThan(accepted.Count / (HowMany.All ? 20 : 4), "the client must keep to the limits by itself");
        if (!HowMany.All)
            return;
        Use(accepted, TimeSpan.Zero, change, rpm, tpm).ShouldBeGreaterThanOrEqualTo(0.92);
        // What the server refuses until the client has heard of a smaller limit counts for a minute: some providers count it too.
        Use(accepted, change, Length - TimeSpan.FromSeconds(1), laterRpm, laterTpm);
        Use(accepted, Length - Window, Length, laterRpm, laterTpm).ShouldBeGreaterThanOrEqualTo(0.92);
    }

    /// <summary>The most requests and tokens that any 60 s held, by the server's clock.</summary>
    private static (int Requests, long Tokens) Fullest(List<LedgerCall> calls)
    {
        var (first, tokens, mostRequests, mostTokens) = (0, 0L, 0, 0L);
        for (var last = 0; last < calls.Count; last++)
        {
            tokens += Tokens(calls[last]);
            while (calls[last].Arrival - calls[first].Arrival >= Window)
                tokens -= Tokens(calls[first++]);
            (mostRequests, mostTokens) = (Math.Max(mostRequests, last - first + 1), Math.Max(mostTokens, tokens));
        }

        return (mostRequests, mostTokens);
    }

    /// <summary>
    /// The share of the binding limit that was used while it stood: of each window, a second apart, that lies whole in its span.
    /// </summary>
    private double Use(List<LedgerCall> calls, TimeSpan from, TimeSpan until, int rpm, long tpm)
    {
        var shares = new List<double>();
        for (var end = from + Window; end <= until; end += TimeSpan.FromSeconds(1))
        {
            var within = calls.Where(call => call.Arrival > end - Window && call.Arrival <= end).ToList();
            shares.Add(Math.Max((double)within.Count / rpm, (double)within.Sum(Tokens) / tpm));
        }

        output.WriteLine($"windows of {from} to {until}: {shares.Average():P1} of {rpm} rpm and {tpm} tpm used");
        return shares.Average();
    }

    private static long Tokens(LedgerCall call) => call.InputTokens + call.OutputTokens;
}

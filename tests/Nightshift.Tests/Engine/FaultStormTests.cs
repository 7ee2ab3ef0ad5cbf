using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Simulator.Accounting;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Engine;

/// <summary>
/// A provider that breaks in every way there is, for a while: each row must come to the end that its own calls account for, with the
/// reason, and soon after the faults stop all is done.
/// </summary>
public sealed class FaultStormTests(ITestOutputHelper output)
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("NIGHTSHIFT_TEST_FULL") is { Length: > 0 };
    /// <summary>Said, so that what a simulated 429 tells of limits is not taken for true.</summary>
    private static readonly LaneOptions Unlimited = new() { Rpm = int.MaxValue, Tpm = int.MaxValue };

    private static readonly TimeSpan Faulty = TimeSpan.FromSeconds(IsFull ? 60 : 6);

    /// <summary>Faults that end their row, and the word that it must end with.</summary>
    private static readonly Dictionary<string, string> Ends = new()
    {
        ["400"] = "invalid_request", ["413"] = "too_large", ["422"] = "invalid_request", ["content-filter"] = "content_filter",
        ["context-length"] = "context_length", ["finish-content-filter"] = "content_filter", ["finish-length"] = "truncated",
    };

    /// <summary>Faults that cost time: a few of each.</summary>
    private static readonly string[] Rare =
        ["gzip-bomb", "slow-body", "slow-headers"];

    private const int RareTimes = 8;

    /// <summary>Faults after which the row is tried again, and those that an answer survives.</summary>
    private static readonly string[] Passes =
    [
        "408", "409", "500", "502", "504", "drop-before-execute",
        "execute-then-reset", "execute-then-500", "execute-then-truncate", "execute-then-garbage",
        "wrong-length", "truncated-chunked", "close-without-length", "close-early", "wrong-content-type", "html-body", "wrong-charset",
        "byte-order-mark", "gzip", "broken-gzip",
    ];

    [Fact]
    public async Task Every_row_of_a_storm_ends_in_the_right_state_with_the_right_reason()
    {
        var seed = Seed.Random(output).Next(1_000_000);
        var rows = IsFull ? 100_000 : 6_000;
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Seed = seed, Faults = [.. Rules()], LedgerCalls = 20 * rows });
        var task = new TaskDefinition { Model = "openai/echo+sha", Prompt = "{{text}}" };
        var texts = Enumerable.Range(0, rows).Select(n => $"text {n}").ToList();
        await using var engine = await bench.OpenAsync();
        var started = TimeProvider.System.GetTimestamp();
        var end = await engine.RunAsync(bench.Request(texts, task) with { Lane = Unlimited });
        var late = TimeProvider.System.GetElapsedTime(started) - Faulty;

        var fired = bench.Provider.Ledger.Totals.Faults;
        output.WriteLine($"seed {seed}: {rows} rows, {bench.Provider.Ledger.Totals.Arrived} calls, {fired.Values.Sum()} faults of {fired.Count} kinds fired, done {late.TotalSeconds:F1} s after they stopped");
        output.WriteLine(string.Join(", ", fired.OrderByDescending(fault => fault.Value).Select(fault => $"{fault.Key} {fault.Value}")));
        end.Ending.ShouldBe(Ending.Finished);
        fired.Keys.ShouldBe(Rules().Select(rule => rule.Fault).Distinct(), ignoreOrder: true, "every fault must have fired");
        late.ShouldBeLessThan(TimeSpan.FromSeconds(90));

        var calls = bench.Provider.Ledger.Calls().Where(call => call.PromptSha256 is not null).ToLookup(call => call.PromptSha256!);
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var row in engine.Store.ReadResultsAsync(end.Job.Id))
        {
            CheckRow(row, texts[(int)row.Id.Index], calls, task.MaxAttempts);
            codes[row.ErrorCode ?? "succeeded"] = codes.GetValueOrDefault(row.ErrorCode ?? "succeeded") + 1;
        }

        output.WriteLine(string.Join(", ", codes.Select(code => $"{code.Key} {code.Value}")));
        codes.Remove("retries_exhausted");
        codes.Keys.ShouldBe(Ends.Values.Append("succeeded").Distinct(), ignoreOrder: true);
        CheckRetries(calls);
        (await engine.Store.CheckAsync().ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_slows_a_lane_down_costs_no_row()
    {
        string[] slowing = ["429-rpm", "429-tpm", "429-bare", "503", "529", "stall-upload", "trickle", "execute-then-timeout"];
        var rules = slowing.Select((fault, place) => new FaultRule { Fault = fault, Nth = (5 * place) + 3, Delay = place < 3 ? TimeSpan.FromMilliseconds(50) : null });
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Faults = [.. rules] });
        await using var engine = await bench.OpenAsync();
        var texts = Enumerable.Range(0, 80).Select(n => $"text {n}");
        var end = await engine.RunAsync(bench.Request(texts) with { Lane = Unlimited with { Timeout = TimeSpan.FromSeconds(1) } });

        (end.Ending, end.Job.Counts.Succeeded).ShouldBe((Ending.Finished, 80));
        bench.Provider.Ledger.Totals.Faults.Keys.ShouldBe(slowing, ignoreOrder: true, "every fault must have fired");
    }

    private static IEnumerable<FaultRule> Rules()
    {
        foreach (var fault in Ends.Keys)
            yield return new FaultRule { Fault = fault, Rate = 0.004, Until = Faulty };
        foreach (var fault in Passes)
            yield return new FaultRule { Fault = fault, Rate = 0.02, Until = Faulty };
        // Each at calls of its own, whatever the machine's pace: two that meet one call can hide one another.
        foreach (var (fault, place) in Rare.Select((fault, place) => (fault, place)))
        {
            for (var time = 1; time <= RareTimes; time++)
            {
                yield return new FaultRule
                {
                    Fault = fault,
                    Nth = (100 * time) + (10 * place),
                    Delay = fault switch { "slow-headers" => TimeSpan.FromMilliseconds(300), "slow-body" => TimeSpan.FromMilliseconds(50), _ => null },
                };
            }
        }
    }

    private static void CheckRow(RowResult row, string text, ILookup<string, LedgerCall> calls, int maxAttempts)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var own = calls[hash].OrderBy(call => call.Arrival).ToList();
        var faults = own[^1].Fault?.Split('+') ?? [];
        if (row.State == RowState.Succeeded)
        {
            row.Answer!.Output.ShouldBe($"{text} sha256:{hash}", "nobody else's answer");
            return;
        }

        row.State.ShouldBe(RowState.Failed);
        row.Error.ShouldNotBeNullOrWhiteSpace();
        if (row.ErrorCode == "retries_exhausted")
            own.Count(call => call.Fault is not null).ShouldBeGreaterThanOrEqualTo(maxAttempts, $"{text}: {string.Join(" | ", own.Select(call => call.Fault))}");
        else
            faults.ShouldContain(fault => Ends.GetValueOrDefault(fault) == row.ErrorCode, $"{text} ended as {row.ErrorCode}: {row.Error}");
    }

    /// <summary>The whole storm is within one window of the budget: retries that brought nothing, against answers.</summary>
    private void CheckRetries(ILookup<string, LedgerCall> calls)
    {
        if (IsFull)
            return;
        var later = calls.SelectMany(row => row.OrderBy(call => call.Arrival).Skip(1)).ToList();
        var inVain = later.Count(call => call.Fault is { } fault && !fault.Split('+').Any(Ends.ContainsKey));
        var answered = calls.Sum(row => row.Count(call => call.Status == 200));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{later.Count} retries, at most {inVain} in vain, {answered} answers"));
        inVain.ShouldBeLessThanOrEqualTo((int)(answered * 0.2) + 30);
    }
}

using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Sending;
using Nightshift.Simulator;
using Nightshift.Simulator.Faults;
using Nightshift.Tests.Sending;

namespace Nightshift.Tests.Engine;

/// <summary>Every fault of the simulator, each alone, and what the engine makes of it. The streams' are missing: the engine asks for none.</summary>
public sealed class FaultTableTests(ITestOutputHelper output)
{
    private const string Answered = "every row answered";

    /// <summary>Faults after which it goes on: the call is made again, or its answer is good enough.</summary>
    private static readonly string[] Passes =
    [
        "408", "409", "429-rpm", "429-tpm", "429-bare", "429-hours", "500", "502", "503", "504", "529", "drop-before-execute",
        "execute-then-reset", "execute-then-timeout", "execute-then-500", "execute-then-truncate", "execute-then-garbage",
        "stall-upload", "slow-headers", "slow-body", "trickle", "wrong-length", "truncated-chunked", "close-without-length", "close-early",
        "wrong-content-type", "html-body", "wrong-charset", "byte-order-mark",
        "gzip", "broken-gzip", "gzip-bomb", "deflate", "broken-deflate", "deflate-bomb", "brotli", "broken-brotli", "brotli-bomb",
    ];

    private static readonly Dictionary<string, string> Ends = new(Passes.Select(fault => KeyValuePair.Create(fault, Answered)))
    {
        ["400"] = "one row failed: invalid_request",
        ["413"] = "one row failed: too_large",
        ["422"] = "one row failed: invalid_request",
        ["content-filter"] = "one row failed: content_filter",
        ["context-length"] = "one row failed: context_length",
        ["finish-content-filter"] = "one row failed: content_filter",
        ["finish-length"] = "one row failed: truncated",
        ["401"] = "paused: check OPENAI_API_KEY",
        ["403"] = "paused: check the key's rights, the region and the model",
        ["404"] = "paused: check --model and --base-url",
        ["429-quota"] = "paused: add credit or raise the limit",
        ["redirect"] = "paused: check --base-url",
        ["redirect-same-host"] = "paused: check --base-url",
        ["tls-bad-certificate"] = "paused: a certificate of your own authority goes into this machine's store, or on Linux into SSL_CERT_FILE",
    };

    /// <summary>Faults that no live call without a stream can meet.</summary>
    private static readonly string[] Elsewhere = ["sse-", "batch-", "cancel-", "results-", "file-", "row-"];

    [Fact]
    public async Task Every_fault_alone_comes_to_its_end()
    {
        var ends = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            FaultCatalogue.All.Keys.Where(fault => !Array.Exists(Elsewhere, fault.StartsWith)),
            new ParallelOptions { MaxDegreeOfParallelism = 12 },
            async (fault, _) =>
            {
                var end = await MeetAsync(fault);
                lock (ends)
                    ends.Add(fault, end);
            });
        foreach (var (fault, end) in ends)
            output.WriteLine($"{fault}: {end}");
        ends.ShouldBe(Ends, ignoreOrder: true);
    }

    [Fact]
    public async Task A_bad_certificate_fails_no_row_and_the_job_goes_on_once_it_is_a_good_one()
    {
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions { Faults = [new FaultRule { Fault = "tls-bad-certificate" }] });
        var request = bench.Request(Enumerable.Range(0, 2_000).Select(n => $"text {n}"))
            with { BaseUrl = $"https://127.0.0.1:{bench.Provider.BaseAddress.Port}/openai/v1" };
        var end = await bench.RunAsync(request);

        output.WriteLine(end.Reason!);
        (end.Ending, end.Cause, end.Job.Counts.Pending, end.Job.Counts.Failed).ShouldBe((Ending.Paused, PauseCause.Provider, 2_000, 0));
        end.Reason.ShouldStartWith($"cannot reach 127.0.0.1:{bench.Provider.BaseAddress.Port} by TLS: The remote certificate is invalid");
        bench.Provider.Ledger.Totals.Faults["tls-bad-certificate"].ShouldBeInRange(1, 200, "the lane must not knock in a hot loop");
        bench.Provider.Ledger.Totals.BadCertificatesTaken.ShouldBe(0);

        await using var engine = await bench.OpenAsync(transport: ScriptedTransport.Answering("yes"));
        var again = await engine.RunAsync(request);
        (again.Job.Id, again.Ending, again.Job.Counts.Succeeded).ShouldBe((end.Job.Id, Ending.Finished, 2_000));
    }

    private static async Task<string> MeetAsync(string fault)
    {
        var isTls = fault.StartsWith("tls-", StringComparison.Ordinal);
        await using var bench = await EngineBench.CreateAsync(new SimulatorOptions
        {
            Faults = [new FaultRule { Fault = fault, First = isTls ? null : 1, Delay = Delay(fault) }],
        });
        await using var engine = await bench.OpenAsync();
        var request = bench.Request(["one", "another", "a third"]) with { Lane = new LaneOptions { Timeout = TimeSpan.FromSeconds(2) } };
        if (isTls)
            request = request with { BaseUrl = request.BaseUrl!.Replace("http:", "https:", StringComparison.Ordinal) };
        var end = await engine.RunAsync(request);
        var totals = bench.Provider.Ledger.Totals;
        totals.Faults.Keys.ShouldBe([fault], $"{fault} must have fired");
        (totals.RedirectsFollowed, totals.BadCertificatesTaken).ShouldBe((0, 0));

        var counts = end.Job.Counts;
        if (end is { Ending: Ending.Paused, Reason: { } reason })
            return counts.Failed == 0 ? $"paused: {reason[(reason.LastIndexOf("; ", StringComparison.Ordinal) + 2)..]}" : $"paused with {counts}";
        var failed = await engine.Store.ReadResultsAsync(end.Job.Id).Where(row => row.State != RowState.Succeeded).ToListAsync();
        return failed switch
        {
            [] => Answered,
            [var row] => $"one row failed: {row.ErrorCode}",
            _ => $"{end.Ending} with {counts}",
        };
    }

    // What would last is cut short; what lasts beyond the time limit must.
    private static TimeSpan? Delay(string fault) => fault switch
    {
        "stall-upload" or "execute-then-timeout" => null,
        "trickle" => TimeSpan.Zero,
        _ => TimeSpan.FromMilliseconds(50),
    };
}

using Nightshift.Analysis;
using Nightshift.Tests.EndToEnd;

namespace Nightshift.Tests.Analysis;

public sealed class LogsOfRequestsTests(ITestOutputHelper output) : IDisposable
{
    private readonly IReadOnlyList<Call> _calls = Traffic.Week(Seed.Random(output).Next());
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => [.. LogWriters.OfRequests.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_shows_exactly_what_was_done(string format)
    {
        var analysis = Analyze(format);
        analysis.Files[0].ShouldSatisfyAllConditions(file => file.Faults.ShouldBeEmpty(), file => file.Read.ShouldBe(_calls.Count));
        analysis.Workloads.Count.ShouldBe(6);
        foreach (var facts in analysis.Workloads.Select(found => found.Facts))
        {
            var mine = _calls.Where(call => call.Workload == facts.Workload).ToList();
            (facts.Provider, facts.Model).ShouldBe((mine[0].Provider, mine[0].Model));
            facts.Requests.ShouldBe(mine.Count);
            facts.Usage.InputTokens.ShouldBe(mine.Sum(call => call.Usage.InputTokens));
            facts.Usage.OutputTokens.ShouldBe(mine.Sum(call => call.Usage.OutputTokens));
            facts.Usage.CachedInputTokens.ShouldBe(mine.Sum(call => call.Usage.CachedInputTokens));
            facts.WaitedFor.ShouldBe(mine.Count(call => call.Person is not null));
            facts.Embeddings.ShouldBe(mine.Count(call => call.IsEmbedding));
            facts.Usd.ShouldBe(mine[0].Usd is null ? null : mine.Sum(call => call.Usd));
            facts.LiveAsBatchUsd.ShouldBe(mine[0].BatchUsd is null ? null : mine.Sum(call => call.BatchUsd));
            facts.LoggedUsd.ShouldBe(mine.Count * LogWriters.LoggedUsd);
            facts.Duplicates.ShouldBe(Traffic.Duplicates(mine).Count());
            facts.DuplicateUsd.ShouldBe(Traffic.Duplicates(mine).Sum(call => call.Usd ?? 0));
            facts.ReadTokens.ShouldBe(Traffic.CacheableTokens(mine, 1_024));
            facts.OffHours.ShouldBe(mine.Count(call => call.At.Hour is >= 22 or < 6));
            facts.Days.ShouldBe(mine.Select(call => call.At.Date).Distinct().Count());
        }
    }

    [Fact]
    public void The_nature_of_each_workload_is_seen() => Analyze("langfuse.jsonl").Workloads.ToDictionary(found => found.Facts.Workload, found => found.Batching.Batchability).ShouldBe(
        new Dictionary<string, Batchability>(StringComparer.Ordinal)
        {
            ["nightly-eval"] = Batchability.Batchable,
            ["support"] = Batchability.SomebodyWaits,
            ["catalogue"] = Batchability.Likely,
            ["index"] = Batchability.Batchable,
            ["odds"] = Batchability.CannotTell,
            ["lab"] = Batchability.CannotTell,
        }, ignoreOrder: true);

    [Fact]
    public void The_formats_agree_in_every_number()
    {
        // Who logs no provider may call a model by it, and one log names more than another: what was counted is the same.
        var first = Facts("litellm.jsonl");
        foreach (var format in LogWriters.OfRequests.Keys)
        {
            foreach (var (facts, expected) in Facts(format).Zip(first))
                facts.ShouldBe(expected, format);
        }
    }

    [Fact]
    public void A_long_log_is_counted_to_the_last_line_in_little_memory()
    {
        // A million lines with ./test --full; what that takes is printed, and not asserted: machines differ.
        var repetitions = HowMany.Of(20, 1_000_000 / _calls.Count);
        var path = _folder["long.jsonl"];
        var lines = LogWriters.OfRequests["litellm.jsonl"]([.. _calls.Select(call => call with { Prompt = call.Prompt.Length > 300 ? call.Prompt[^300..^290].Replace("\"", "").Insert(0, "[\"") + "\"]" : call.Prompt })]);
        using (var log = File.CreateText(path))
        {
            for (var i = 0; i < repetitions; i++)
                log.Write(lines);
        }

        var before = GC.GetTotalAllocatedBytes();
        var start = TimeProvider.System.GetTimestamp();
        var analysis = new LogAnalyzer(new LogAnalyzerOptions()).Analyze([path]);
        output.WriteLine($"{analysis.Requests} lines, {new FileInfo(path).Length / 1_000_000} MB, in {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s; {(GC.GetTotalAllocatedBytes() - before) / analysis.Requests} bytes allocated for each");
        analysis.Requests.ShouldBe(_calls.Count * repetitions);
        analysis.Usd.ShouldBe(_calls.Sum(call => call.Usd ?? 0) * repetitions);
        var eval = analysis.Workloads.Single(found => found.Facts.Workload == "nightly-eval").Facts;
        eval.Duplicates.ShouldBe((280 * repetitions) - 225, "what is repeated is sent again");
    }

    [Fact]
    public void Something_is_there_to_be_found()
    {
        var found = Analyze("litellm.jsonl").Workloads.ToDictionary(found => found.Facts.Workload);
        found["nightly-eval"].Facts.Duplicates.ShouldBe(55);
        found["catalogue"].Facts.InBursts.ShouldBe(350);
        found["catalogue"].Facts.ReadTokens.ShouldBeGreaterThan(1_500_000);
        found["lab"].Facts.Usd.ShouldBeNull();
        found["lab"].DuplicatesUsd.ShouldBeNull();
    }

    [Fact]
    public void Compressed_logs_and_several_at_once_are_read_as_one()
    {
        var half = _calls.Count / 2;
        var first = _folder.Write("first.jsonl.gz", Compressed(LogWriters.OfRequests["litellm.jsonl"]([.. _calls.Take(half)])));
        var second = _folder.Write("second.csv", LogWriters.OfRequests["plain.csv"]([.. _calls.Skip(half)]));
        var analysis = new LogAnalyzer(new LogAnalyzerOptions()).Analyze([first, second]);
        analysis.Requests.ShouldBe(_calls.Count);
        analysis.Files.Select(file => file.Format).ShouldBe([LogFormat.LiteLlm, LogFormat.Plain]);
        analysis.Workloads.Count.ShouldBe(6);
    }

    [Fact]
    public void Hours_are_those_of_the_time_zone()
    {
        var path = _folder.Write("log.csv", LogWriters.OfRequests["plain.csv"](_calls));
        var zone = TimeZoneInfo.CreateCustomTimeZone("plus8", TimeSpan.FromHours(8), "plus8", "plus8");
        var facts = new LogAnalyzer(new LogAnalyzerOptions { TimeZone = zone }).Analyze([path]).Workloads.Single(found => found.Facts.Workload == "nightly-eval").Facts;
        facts.OffHours.ShouldBe(0);
        facts.BusiestHour.ShouldBeInRange(9, 10);
    }

    [Fact]
    public void Another_field_separates_workloads_when_it_is_named()
    {
        var path = _folder.Write("log.jsonl", LogWriters.OfRequests["helicone.jsonl"](_calls));
        var analysis = new LogAnalyzer(new LogAnalyzerOptions { Workload = "request_path" }).Analyze([path]);
        analysis.Workloads.Select(found => found.Facts.Workload).Distinct().ShouldBe(["/v1/chat/completions", "/v1/embeddings"], ignoreOrder: true);
    }

    private static byte[] Compressed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private List<WorkloadFacts> Facts(string format) => [.. Analyze(format).Workloads.Select(found => found.Facts).OrderBy(facts => facts.Workload, StringComparer.Ordinal)];

    private LogAnalysis Analyze(string format) => new LogAnalyzer(new LogAnalyzerOptions()).Analyze([_folder.Write(format, LogWriters.OfRequests[format](_calls))]);
}

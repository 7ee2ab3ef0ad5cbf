using System.Globalization;
using Nightshift.Model;
using Nightshift.Pricing;

namespace Nightshift.Tests.Analysis;

/// <summary>A call that somebody made, before any log has written it down.</summary>
internal sealed record Call(DateTimeOffset At, TimeSpan Took, string Workload, string Provider, string Model, Usage Usage, string? Person, string Prompt, bool IsEmbedding)
{
    public decimal? Usd => PriceBook.Default.Find(Provider, Model, PriceClass.Live)?.Cost(Usage);

    public decimal? BatchUsd => PriceBook.Default.Find(Provider, Model, PriceClass.Batch)?.Cost(Usage);
}

/// <summary>Calls of a week, of workloads whose nature is known; what is to be found is reckoned from them the slow way.</summary>
internal static class Traffic
{
    public static readonly DateTimeOffset Monday = new(2025, 11, 3, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<Call> Week(int seed)
    {
        var random = new Random(seed);
        var calls = new List<Call>();
        var manual = string.Concat(Enumerable.Range(0, 400).Select(line => $"Rule {line}: an item of kind {line % 17} belongs on shelf {line % 23}. "));
        for (var day = 0; day < 7; day++)
        {
            var start = Monday.AddDays(day);
            // By name declared as something nobody waits for; a fifth of it asks what was asked before.
            for (var i = 0; i < 40; i++)
                calls.Add(Make(start.AddHours(2).AddSeconds(i * 40), "nightly-eval", "openai", "gpt-5.4-mini", random, Chat("Grade", i % 5 == 0 ? "answer 0" : $"answer {day}-{i}")));
            // A person each.
            for (var i = 0; i < 30; i++)
                calls.Add(Make(start.AddHours(8).AddSeconds(random.Next(36_000)), "support", "anthropic", "claude-sonnet-4-5", random, Chat("Help", $"question {day}-{i}"), $"user-{i % 7}"));
            // A program that does its day's work in two bursts in office hours, with a long manual before each question; nothing is cached.
            for (var i = 0; i < 50; i++)
                calls.Add(Make(start.AddHours(i < 25 ? 10 : 15).AddSeconds(i % 25), "catalogue", "openai", "gpt-5.4", random, Chat(manual, $"item {day}-{i}"), input: 7_000 + (i % 3)));
            for (var i = 0; i < 10; i++)
                calls.Add(Make(start.AddSeconds(random.Next(86_400)), "index", "openai", "text-embedding-3-small", random, Chat("", $"document {day}-{i}"), isEmbedding: true));
            for (var i = 0; i < 8; i++)
                calls.Add(Make(start.AddSeconds(random.Next(86_400)), "odds", "gemini", "gemini-2.5-flash", random, Chat("Do", $"thing {day}-{i}")));
            for (var i = 0; i < 3; i++)
                calls.Add(Make(start.AddSeconds(random.Next(86_400)), "lab", "openai", "gpt-99-lab", random, Chat("Try", $"this {day}-{i}")));
        }

        return [.. calls.OrderBy(call => call.At)];
    }

    /// <summary>Calls whose request had come before, by comparing texts.</summary>
    public static IEnumerable<Call> Duplicates(IEnumerable<Call> calls)
    {
        var seen = new HashSet<(string, string)>();
        return [.. calls.Where(call => !seen.Add((call.Model, call.Prompt)))];
    }

    /// <summary>Tokens that could have come from the cache: of each call's prompt, the longest beginning (of the lengths that are compared) that a call before it within the same five minutes has.</summary>
    public static long CacheableTokens(IEnumerable<Call> calls, int minimum) => calls
        .GroupBy(call => (call.Workload, call.Model, call.At.UtcTicks / TimeSpan.FromMinutes(5).Ticks))
        .Sum(window => window.Select((call, place) =>
        {
            var length = Nightshift.Analysis.PromptPrint.Lengths.LastOrDefault(length => length <= call.Prompt.Length && window.Take(place).Any(before => before.Prompt.Length >= length && string.CompareOrdinal(before.Prompt, 0, call.Prompt, 0, length) == 0));
            var tokens = call.Usage.InputTokens * length / call.Prompt.Length;
            return tokens < minimum ? 0 : Math.Max(0, tokens - call.Usage.CachedInputTokens);
        }).Sum());

    private static Call Make(DateTimeOffset at, string workload, string provider, string model, Random random, string prompt, string? person = null, int? input = null, bool isEmbedding = false) =>
        new(at, TimeSpan.FromMilliseconds(random.Next(200, 5_000)), workload, provider, model,
            new Usage(input ?? random.Next(100, 900), isEmbedding ? 0 : random.Next(10, 400), input is null ? random.Next(0, 90) : 0), person, prompt, isEmbedding);

    private static string Chat(string system, string user) =>
        string.Create(CultureInfo.InvariantCulture, $$"""[{"role":"system","content":"{{system}}"},{"role":"user","content":"{{user}}"}]""");
}

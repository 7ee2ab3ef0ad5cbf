using System.Text;
using Nightshift.Analysis;
using Nightshift.Analysis.Logs;
using Nightshift.Pricing;

namespace Nightshift.Tests.Analysis;

public sealed class SmallPartsTests
{
    [Theory]
    [InlineData("2026-11-01T02:03:04Z", "2026-11-01T02:03:04.0000000")]
    [InlineData("2026-11-01 02:03:04.5", "2026-11-01T02:03:04.5000000")]
    [InlineData("2026-11-01T02:03:04.123456789+02:00", "2026-11-01T00:03:04.1234567")]
    [InlineData("2026-11-01 02:03:04-0530", "2026-11-01T07:33:04.0000000")]
    [InlineData("2026-11-01 02:03:04+00", "2026-11-01T02:03:04.0000000")]
    [InlineData("2026-11-01 02:03:04 UTC", "2026-11-01T02:03:04.0000000")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00.0000000")]
    [InlineData("1761962584", "2025-11-01T02:03:04.0000000")]
    [InlineData("1761962584.25", "2025-11-01T02:03:04.2500000")]
    [InlineData("1761962584000", "2025-11-01T02:03:04.0000000")]
    [InlineData("1761962584000000", "2025-11-01T02:03:04.0000000")]
    [InlineData("1761962584000000000", "2025-11-01T02:03:04.0000000")]
    [InlineData("2026-13-01", null)]
    [InlineData("2026-02-30T00:00:00Z", null)]
    [InlineData("2026-11-01T25:00:00Z", null)]
    [InlineData("2026-11-01T02:03:04 CET", null)]
    [InlineData("yesterday", null)]
    [InlineData("-5", null)]
    [InlineData("", null)]
    public void Times_are_read_as_logs_write_them(string text, string? expected) =>
        LogTime.Parse(Encoding.UTF8.GetBytes(text))?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff").ShouldBe(expected);

    [Fact]
    public void A_time_that_is_none_is_null() => LogTime.Parse("2026-11-01T02:03:04 CET"u8).ShouldBeNull();

    [Fact]
    public void Beyond_its_limit_a_set_of_fingerprints_finds_too_little_and_says_so()
    {
        var set = new FingerprintSet(2_000);
        for (var i = 1; i <= 2_000; i++)
            set.Contains((UInt128)(ulong)i << 64 | (ulong)(i * 7919)).ShouldBeFalse();
        set.IsFull.ShouldBeFalse();
        set.Contains(UInt128.MaxValue).ShouldBeFalse();
        set.Contains(UInt128.MaxValue).ShouldBeFalse();
        set.IsFull.ShouldBeTrue();
        for (var i = 1; i <= 2_000; i++)
            set.Contains((UInt128)(ulong)i << 64 | (ulong)(i * 7919)).ShouldBeTrue();
    }

    [Fact]
    public void The_fingerprint_zero_is_one_like_any()
    {
        var set = new FingerprintSet();
        set.Contains(UInt128.Zero).ShouldBeFalse();
        set.Contains(UInt128.Zero).ShouldBeTrue();
    }

    [Fact]
    public void Beyond_its_limit_a_count_of_keys_knows_those_that_it_has()
    {
        var counts = new BoundedCounts(2);
        counts.Add(1).ShouldBe(1);
        counts.Add(2).ShouldBe(1);
        counts.Add(3).ShouldBe(0);
        counts.Add(1).ShouldBe(2);
        counts.IsFull.ShouldBeTrue();
    }

    [Fact]
    public void Every_smaller_model_has_a_price_and_a_lower_one()
    {
        foreach (var (model, cheaper) in CheaperModels.Default.All)
        {
            var (large, small) = (RatesOf(model), RatesOf(cheaper));
            small.Input.ShouldBeLessThan(large.Input, $"{model} → {cheaper}");
            small.Output.ShouldBeLessThanOrEqualTo(large.Output, $"{model} → {cheaper}");
        }
    }

    [Fact]
    public void A_dated_model_has_the_smaller_one_of_its_undated_name_and_the_user_can_name_another()
    {
        CheaperModels.Default.Of("openai", "gpt-5.4-2026-03-05").ShouldBe("openai/gpt-5.4-mini");
        CheaperModels.Default.Of("openai", "no-such").ShouldBeNull();
        CheaperModels.Default.With([("openai/gpt-5.4", "groq/openai/gpt-oss-120b")]).Of("openai", "gpt-5.4").ShouldBe("groq/openai/gpt-oss-120b");
    }

    [Theory]
    [InlineData("", "gpt-5.4", "openai", "gpt-5.4")]
    [InlineData("", "openai/gpt-5.4", "openai", "gpt-5.4")]
    [InlineData("azure.ai.openai", "gpt-4o", "azure", "gpt-4o")]
    [InlineData("vertex_ai", "vertex_ai/gemini-2.5-pro", "vertex", "gemini-2.5-pro")]
    [InlineData("groq", "openai/gpt-oss-120b", "groq", "openai/gpt-oss-120b")]
    [InlineData("", "Claude-Sonnet-5", "anthropic", "Claude-Sonnet-5")]
    [InlineData("Lab", "thing", "lab", "thing")]
    [InlineData("", "thing", "", "thing")]
    public void Providers_are_told_from_what_logs_call_them(string provider, string model, string expectedProvider, string expectedModel) =>
        ProviderNames.Resolve(provider, model).ShouldBe((expectedProvider, expectedModel));

    [Theory]
    [InlineData("nightly-eval", "nightly")]
    [InlineData("prod/Backfill_2", "Backfill")]
    [InlineData("team:OFFLINE", "OFFLINE")]
    [InlineData("evaluate", null)]
    [InlineData("batches", null)]
    [InlineData("", null)]
    public void A_word_that_says_it_can_wait_is_a_whole_word(string text, string? word) => PatientWords.In(text).ShouldBe(word?.ToLowerInvariant());

    [Fact]
    public void A_prompt_is_compared_by_its_beginnings()
    {
        var one = PromptPrint.Of([.. new byte[5_000], 1], "a"u8);
        var other = PromptPrint.Of([.. new byte[5_000], 2], "b"u8);
        one.Prefixes.ShouldBe(other.Prefixes);
        one.Prefixes!.Length.ShouldBe(2);
        one.Request.ShouldNotBe(other.Request);
        PromptPrint.Of([1, .. new byte[5_000]], "a"u8).Prefixes![0].ShouldNotBe(one.Prefixes[0]);
        PromptPrint.Of(new byte[100], "a"u8).Prefixes.ShouldBeNull();
    }

    [Fact]
    public void Columns_of_ones_own_are_mapped_and_others_guessed_besides()
    {
        var map = PlainLog.Map(["when", "engine", "Input Tokens", "output", "latency (ms)"], new Dictionary<string, string>(StringComparer.Ordinal) { ["time"] = "when", ["model"] = "engine", ["output"] = "Input Tokens" });
        map.Find("when").Field.ShouldBe(LogField.Time);
        map.Find("engine").Field.ShouldBe(LogField.Model);
        map.Find("Input Tokens").Field.ShouldBe(LogField.Output);
        map.Find("output").Field.ShouldBe(LogField.None, "what the user has named is not guessed besides");
        map.Find("latency (ms)").Field.ShouldBe(LogField.Milliseconds);
    }

    private static Rates RatesOf(string name) => name.Split('/', 2) is [var provider, var model] ? PriceBook.Default.Find(provider, model, PriceClass.Live)!.Rates : throw new FormatException(name);
}

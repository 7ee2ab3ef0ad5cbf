using Nightshift.Model;
using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Providers;

/// <summary>Alibaba Model Studio (Qwen) in its OpenAI-compatible mode; Singapore is dashscope-intl (documentation, 2026-08).</summary>
internal static class DashScope
{
    public static Provider Provider { get; } = new()
    {
        Name = "dashscope",
        BaseAddress = new Uri("https://dashscope.aliyuncs.com/compatible-mode/v1"),
        KeyVariable = "DASHSCOPE_API_KEY",
        BaseAddressVariable = "DASHSCOPE_BASE_URL",
        Batch = new BatchTerms
        {
            // Of metadata it knows these names alone: ds_name and ds_description (unverified).
            Protocol = new OpenAiBatches(new() { MetadataName = "ds_name" }),
            MostRows = 50_000,
            // 500 MB by general knowledge; an old page of the documentation says 100 MB.
            MostBytes = 100_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Expiry = TimeSpan.FromHours(24),
            ResultsKept = TimeSpan.FromDays(30),
            Endpoints = ["chat", "embeddings"],
            Caveats =
            [
                "The discount does not combine with free quota, savings plans or the context cache.",
                "Bytes per batch (up to 500 MB) and per line (6 MB), windows beyond 24 hours (up to 336) and how long results are kept are unverified.",
                "Qwen3.5 and later think unless enable_thinking is false: that is paid for as output.",
                "Singapore batches few models.",
            ],
            Source = "help.aliyun.com and alibabacloud.com, Model Studio",
            AsOf = new DateOnly(2026, 10, 1),
        },
    };

    /// <summary>
    /// Batch Chat: the same call at half price, held in a queue for up to an hour (documentation, 2026-03). It has a key in common with
    /// the other, and prices, but not the address.
    /// </summary>
    public static Provider Held { get; } = new()
    {
        Name = "dashscope-batch",
        BaseAddress = new Uri("https://batch.dashscope.aliyuncs.com/compatible-mode/v1"),
        KeyVariable = Provider.KeyVariable,
        BaseAddressVariable = "DASHSCOPE_BATCH_BASE_URL",
        Timeout = TimeSpan.FromHours(1),
        // How long a queue holds a call says nothing about what it can take: no number would ever be found.
        Concurrency = 500,
        PricedAs = new(Provider.Name, AnswerMode.Batch),
    };
}

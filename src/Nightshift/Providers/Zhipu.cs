using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Providers;

/// <summary>Zhipu (GLM), OpenAI-compatible; its addresses carry v4 in place of v1 (documentation, 2026-08).</summary>
internal static class Zhipu
{
    public static Provider Provider { get; } = new()
    {
        Name = "zhipu",
        BaseAddress = new Uri("https://open.bigmodel.cn/api/paas/v4"),
        KeyVariable = "ZHIPU_API_KEY",
        BaseAddressVariable = "ZHIPU_BASE_URL",
        Batch = new BatchTerms
        {
            Protocol = new OpenAiBatches(new() { Url = "/v4/chat/completions", DeletesInput = true }),
            MostRows = 10_000,
            MostBytes = 100_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Expiry = TimeSpan.FromHours(24),
            ResultsKept = TimeSpan.FromDays(30),
            Endpoints = ["chat", "embeddings"],
            Caveats =
            [
                "Rows and bytes per batch, the discount and how long results are kept are unverified (general knowledge); some models take 50,000 rows.",
                "Batches at api.z.ai are unverified.",
            ],
            Source = "zai-org/z-ai-sdk-python",
            AsOf = new DateOnly(2026, 4, 8),
        },
    };
}

using Nightshift.Protocols.Batches.Together;

namespace Nightshift.Providers;

/// <summary>Together AI, OpenAI-compatible (documentation, 2026-08).</summary>
internal static class Together
{
    public static Provider Provider { get; } = new()
    {
        Name = "together",
        BaseAddress = new Uri("https://api.together.xyz/v1"),
        KeyVariable = "TOGETHER_API_KEY",
        BaseAddressVariable = "TOGETHER_BASE_URL",
        Batch = new()
        {
            Protocol = TogetherBatchProtocol.Instance,
            MostRows = 50_000,
            MostBytes = 100_000_000,
            EnqueuedTokens = 30_000_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            // Best effort for a day, and up to three by the documentation (unverified).
            Expiry = TimeSpan.FromHours(72),
            Endpoints = ["chat"],
            Caveats =
            [
                "Most serverless models are half the price in batches, not all.",
                "A batch tells how far it is in per cent only.",
                "That a batch may take up to 72 hours, and how long results are kept, is unverified.",
            ],
            Source = "togethercomputer/openapi 090263a, of 2026-04-28; limits by its documentation",
            AsOf = new DateOnly(2026, 8, 1),
        },
    };
}

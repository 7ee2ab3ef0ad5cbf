using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Providers;

/// <summary>xAI, OpenAI-compatible (documentation, 2026-08).</summary>
internal static class XAi
{
    public static Provider Provider { get; } = new()
    {
        Name = "xai",
        BaseAddress = new Uri("https://api.x.ai/v1"),
        KeyVariable = "XAI_API_KEY",
        BaseAddressVariable = "XAI_BASE_URL",
        Batch = new BatchTerms
        {
            Protocol = new XAiBatches(new() { Purpose = null }),
            MostRows = 50_000,
            MostBytes = 200_000_000,
            // Between 20 and 50 % by model: the least that is sure.
            Discount = 0.2m,
            Window = TimeSpan.FromHours(24),
            Expiry = TimeSpan.FromDays(30),
            ResultsKept = null,
            Endpoints = ["chat", "responses"],
            Caveats =
            [
                "The discount is 20 to 50 % by model (unverified).",
                "24 hours are best effort; how long results are kept is unverified.",
                "Addresses of media in results die after an hour.",
            ],
            Source = "xai-org/xai-sdk-python (proto v6) and recorded answers",
            AsOf = new DateOnly(2026, 8, 10),
        },
    };
}

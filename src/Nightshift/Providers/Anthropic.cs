using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.Batches.Anthropic;

namespace Nightshift.Providers;

/// <summary>Anthropic (Claude API reference, 2026-08).</summary>
internal static class Anthropic
{
    public static Provider Provider { get; } = new()
    {
        Name = "anthropic",
        BaseAddress = new Uri("https://api.anthropic.com"),
        KeyVariable = "ANTHROPIC_API_KEY",
        BaseAddressVariable = "ANTHROPIC_BASE_URL",
        Protocol = AnthropicMessagesProtocol.Instance,
        Batch = new()
        {
            Protocol = AnthropicBatchProtocol.Instance,
            MostRows = 100_000,
            // 256 MB with what is around the lines.
            MostBytes = 255_000_000,
            // The smallest tier's; others have 300,000 and 500,000, all models together.
            EnqueuedRows = 200_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Expiry = TimeSpan.FromHours(24),
            ResultsKept = TimeSpan.FromDays(29),
            Endpoints = ["chat"],
            Caveats =
            [
                "Requests are checked only when they run: one that is not valid comes back as an error of its row.",
                "Nothing tells how far a batch is until it has ended.",
                "A batch has no name: keep other programs out of the workspace, so that a creation whose answer was lost is found at once.",
            ],
            Source = "platform.claude.com: batch processing, rate limits, pricing",
            AsOf = new DateOnly(2026, 8, 22),
        },
    };
}

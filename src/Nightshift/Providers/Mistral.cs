using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Mistral;

namespace Nightshift.Providers;

/// <summary>Mistral, chat completions as OpenAI's (API reference, 2026-08).</summary>
internal static class Mistral
{
    public static Provider Provider { get; } = new()
    {
        Name = "mistral",
        BaseAddress = new Uri("https://api.mistral.ai/v1"),
        KeyVariable = "MISTRAL_API_KEY",
        BaseAddressVariable = "MISTRAL_BASE_URL",
        Batch = Files,
    };

    /// <summary>Rows within the creation, for small batches.</summary>
    public static BatchTerms InlineBatch => Files with
    {
        Protocol = MistralBatchProtocol.Inline,
        MostRows = 10_000,
        // No size is documented for a creation.
        MostBytes = 20_000_000,
    };

    // Its pages contradict each other (100,000 or 1,000,000 rows; results for 24 hours or for ever): the smaller numbers are taken.
    private static BatchTerms Files => new()
    {
        Protocol = MistralBatchProtocol.InFile,
        MostRows = 100_000,
        MostBytes = 512_000_000,
        EnqueuedRows = 1_000_000,
        Discount = 0.5m,
        Window = TimeSpan.FromHours(24),
        Expiry = TimeSpan.FromHours(24),
        ResultsKept = TimeSpan.FromHours(24),
        Endpoints = ["chat"],
        Caveats =
        [
            "Results come only when the whole job has ended; users report that small jobs, 2,000 rows at most, come back sooner.",
            "Whether a job that timed out gives back what it had done is unverified.",
        ],
        Source = "platform-docs-public 222f4ba: batch processing, known limitations",
        AsOf = new DateOnly(2026, 8, 21),
    };
}

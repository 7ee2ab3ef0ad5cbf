using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.Gemini;
using Nightshift.Protocols.GeminiGenerate;

namespace Nightshift.Providers;

/// <summary>The Gemini Developer API (discovery document v1beta, revision 20260325).</summary>
internal static class Gemini
{
    public static Provider Provider { get; } = new()
    {
        Name = "gemini",
        BaseAddress = new Uri("https://generativelanguage.googleapis.com/v1beta"),
        KeyVariable = "GEMINI_API_KEY",
        BaseAddressVariable = "GEMINI_BASE_URL",
        Protocol = GeminiGenerateProtocol.Instance,
        Batch = Files,
    };

    /// <summary>Rows within the creation, for small batches.</summary>
    public static BatchTerms InlineBatch => Files with
    {
        Protocol = GeminiBatchProtocol.Inline,
        // 20 MB with what is around the lines.
        MostBytes = 19_000_000,
    };

    private static BatchTerms Files => new()
    {
        Protocol = GeminiBatchProtocol.InFile,
        // There is no limit of rows; 100,000 were refused as too many tokens after their upload, where 10,000 passed (steadybatch, 2026).
        MostRows = 10_000,
        MostBytes = 2_000_000_000,
        Discount = 0.5m,
        Window = TimeSpan.FromHours(24),
        Expiry = TimeSpan.FromHours(48),
        ResultsKept = TimeSpan.FromHours(48),
        Endpoints = ["chat"],
        Caveats =
        [
            "Results are kept for two days: a job that nobody collects until then is lost, and was paid for.",
            "A job that is not done after 48 hours expires, and then has no results (unverified).",
            "Only the key that made a job sees it.",
            "An account has at most 100 jobs at once, 20 GB of files, and enqueued tokens by model and tier: AI Studio shows them.",
        ],
        Source = "ai.google.dev batch API; discovery document v1beta 20260325; python-genai 6680718",
        AsOf = new DateOnly(2026, 8, 1),
    };
}

using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Providers;

/// <summary>Groq, OpenAI-compatible (console documentation, 2026-08).</summary>
internal static class Groq
{
    public static Provider Provider { get; } = new()
    {
        Name = "groq",
        BaseAddress = new Uri("https://api.groq.com/openai/v1"),
        KeyVariable = "GROQ_API_KEY",
        BaseAddressVariable = "GROQ_BASE_URL",
        Batch = new BatchTerms
        {
            Protocol = new OpenAiBatches(new()),
            MostRows = 50_000,
            // The documentation says 200 MB, the SDK's own text 100 MB.
            MostBytes = 100_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Expiry = TimeSpan.FromHours(24),
            ResultsKept = null,
            Endpoints = ["chat"],
            Caveats =
            [
                "The discount of 50 % is unverified: the stored documentation, of early 2025, says 25 %.",
                "Windows of up to seven days can be configured (window_hours); longer ones finish more often.",
                "How long results are kept is unverified.",
                "Whether a file may hold several models is unverified.",
            ],
            Source = "groq/groq-python and the console's documentation",
            AsOf = new DateOnly(2026, 8, 18),
        },
    };
}

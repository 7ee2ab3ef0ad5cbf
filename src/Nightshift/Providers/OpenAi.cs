using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Providers;

/// <summary>OpenAI (API reference, 2026-08).</summary>
internal static class OpenAi
{
    public static Provider Provider { get; } = new()
    {
        Name = "openai",
        BaseAddress = new Uri("https://api.openai.com/v1"),
        KeyVariable = "OPENAI_API_KEY",
        BaseAddressVariable = "OPENAI_BASE_URL",
        // Reasoning models refuse max_tokens; compatible servers often know nothing else.
        Protocol = ChatCompletionsProtocol.OpenAi,
        Batch = new BatchTerms
        {
            // Uploads live 30 days by themselves (2026-08); two weeks are enough for one that was left behind, and Azure's least.
            Protocol = new OpenAiBatches(new() { UploadLife = TimeSpan.FromDays(14) }),
            MostRows = 50_000,
            MostBytes = 200_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Expiry = TimeSpan.FromHours(24),
            ResultsKept = TimeSpan.FromDays(30),
            Endpoints = ["chat", "responses", "embeddings", "completions", "moderations"],
            Caveats =
            [
                "Each account has its own limit of enqueued input tokens per model, shown on its limits page alone (2,000,000 for gpt-4o-mini at tier 1 in 2026).",
                "A batch's file is checked after its creation: a bad line fails the whole batch.",
                "At most 2,000 batches are created per hour.",
                "Batches at regional hosts (eu.api.openai.com) are unverified.",
            ],
            Source = "OpenAI Batch guide and openapi.yaml",
            AsOf = new DateOnly(2026, 8, 21),
        },
    };

    /// <summary>A host that follows OpenAI's batches, of which only the user knows what it takes and promises.</summary>
    public static BatchTerms CompatibleBatch { get; } = Provider.Batch! with
    {
        Protocol = new OpenAiBatches(new()),
        Discount = 0,
        Expiry = null,
        ResultsKept = null,
        Caveats = ["What the configuration does not say is taken as OpenAI has it."],
    };
}

using Nightshift.Protocols.Batches;
using Nightshift.Protocols.Batches.OpenAi;
using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Providers;

/// <summary>Azure OpenAI by its v1 API; the model is the deployment's name (azure-ai-docs, 2026-08-14).</summary>
internal static class Azure
{
    public static Provider Provider { get; } = new()
    {
        Name = "azure",
        // Each resource has an address of its own.
        BaseAddress = null,
        KeyVariable = "AZURE_OPENAI_API_KEY",
        BaseAddressVariable = "AZURE_OPENAI_BASE_URL",
        Resource = new("AZURE_OPENAI_ENDPOINT", "openai/v1"),
        Protocol = ChatCompletionsProtocol.Azure,
        Batch = new BatchTerms
        {
            // 500 files without an expiry are the most, 10,000 with one of 14 to 30 days.
            Protocol = new OpenAiBatches(new() { UploadLife = TimeSpan.FromDays(14) }),
            MostRows = 100_000,
            MostBytes = 200_000_000,
            Discount = 0.5m,
            Window = TimeSpan.FromHours(24),
            Expiry = null,
            ResultsKept = null,
            Endpoints = ["chat", "responses"],
            Caveats =
            [
                "The deployment must be of type GlobalBatch or DataZoneBatch; live calls need another deployment.",
                "24 hours are a goal: a batch goes on beyond them until it is done or cancelled.",
                "Enqueued tokens are limited per model and kind of subscription: global batch 200 million by default, 50 million paid by card, 5 billion in an enterprise agreement; data zones about a tenth.",
                "Some regions refuse a creation beyond that limit, others fail the batch; both are waited out.",
                "Embeddings and fine-tuned models are not batched.",
            ],
            Source = "MicrosoftDocs/azure-ai-docs",
            AsOf = new DateOnly(2026, 8, 14),
        },
    };
}

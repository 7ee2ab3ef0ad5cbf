using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Batches;

/// <summary>The refusal of a batch whose tokens find no room in the queue (Azure's regions that fail fast: azure-ai-docs, 2026-08).</summary>
internal static class TokenLimit
{
    private const long UsualLimit = 2_000_000;

    /// <summary>Refuses when the queue is full; without a limit in the options always, as the fault that asked for it says.</summary>
    public static Refusal? Refuse(Account account, BatchOrder order)
    {
        var limit = account.Provider.Options.EnqueuedTokens;
        var validation = InputCheck.Run(order);
        var queued = account.Batches.All()
            .Where(batch => batch.Validation.Model == validation.Model && !BatchView.IsEnd(batch.Look().Stage))
            .Sum(batch => batch.Validation.InputTokens);
        return limit is null || queued + validation.InputTokens > limit
            ? Refusal.Invalid($"Enqueued token limit reached for {validation.Model} in organization org-simulator. Limit: {limit ?? UsualLimit:N0} enqueued tokens.", "token_limit_exceeded")
            : null;
    }
}

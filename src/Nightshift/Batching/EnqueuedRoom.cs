using Nightshift.Model;
using Nightshift.Protocols.Batches;

namespace Nightshift.Batching;

/// <summary>
/// How much more an account's queue takes of a model. The open batches are the ledger: tokens are reserved by the seal and free again with
/// the end. No provider tells its head-room, so a refusal teaches: half as much next time, and later.
/// </summary>
/// <param name="Tokens">Input tokens that the next batch may have; none when nothing fits now.</param>
/// <param name="Rows">Requests that it may have.</param>
/// <param name="NotBefore">When it may be made; null for now.</param>
internal readonly record struct EnqueuedRoom(long Tokens, long Rows, DateTimeOffset? NotBefore)
{
    /// <summary>The code of a batch that was refused because too much was enqueued.</summary>
    public const string TokenLimitCode = "token_limit";

    private const int MostDoublings = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(5);

    /// <summary>Reckons from the store's batches, oldest first.</summary>
    public static EnqueuedRoom Of(IReadOnlyList<Batch> batches, string account, string model, BatchTerms terms, DateTimeOffset now)
    {
        Batch[] ours = [.. batches.Where(batch => batch.Account == account && batch.Model == model)];
        Batch[] enqueued = [.. ours.Where(batch => batch.State.IsEnqueued())];
        // Requests are counted over all models: that is how Anthropic's tiers do it.
        var rows = batches.Where(batch => batch.Account == account && batch.State.IsEnqueued()).Sum(batch => (long)batch.Rows);
        Batch[] refused = [.. ours.Where(batch => !batch.State.IsEnqueued()).Reverse().TakeWhile(batch => batch.FaultCode == TokenLimitCode)];
        var limit = ours.Select(batch => TokenLimit.LimitOf(batch.Fault ?? "")).LastOrDefault(found => found is not null) ?? terms.EnqueuedTokens ?? long.MaxValue;
        var room = new EnqueuedRoom(
            Math.Max(0, limit - enqueued.Sum(batch => batch.Tokens)),
            Math.Max(0, (terms.EnqueuedRows ?? long.MaxValue) - rows),
            null);
        return refused.Length == 0 ? room : room.After(refused, ours, now);
    }

    private EnqueuedRoom After(Batch[] refused, Batch[] ours, DateTimeOffset now)
    {
        var last = refused[0];
        var wait = FirstWait * Math.Pow(2, Math.Min(refused.Length - 1, MostDoublings));
        var due = (last.EndedAt ?? now) + wait;
        // What ended since has made room.
        var hasRoom = ours.Any(batch => !batch.State.IsEnqueued() && batch.FaultCode is null && batch.EndedAt > last.EndedAt);
        // One try at a time: two halves would be as much as what was refused.
        var tried = ours.Where(batch => batch.State.IsEnqueued() && batch.Id.Value > last.Id.Value).Sum(batch => batch.Tokens);
        return this with { Tokens = Math.Min(Tokens, Math.Max(0, Math.Max(1, last.Tokens / 2) - tried)), NotBefore = hasRoom || due <= now ? null : due };
    }
}

namespace Nightshift.Protocols.Batches;

/// <summary>What is common to effects of all kinds.</summary>
internal static class Effects
{
    /// <summary>Done when it was refused with one of these statuses, such as 404 for what is gone and 409 for what has ended.</summary>
    public static Effect<None> DoneAlso(this Effect<None> effect, params ReadOnlySpan<int> statuses) =>
        effect is Effect<None>.Refused { Refusal.Status: var status } && statuses.Contains(status) ? new Effect<None>.Done(default) : effect;

    /// <summary>
    /// Done also when a cancellation was refused and the batch has ended. How that is refused only OpenAI documents; so a look follows.
    /// </summary>
    public static async Task<Effect<None>> OrEndedAsync(this Task<Effect<None>> cancellation, Func<Task<Effect<RemoteBatch>>> look) =>
        await cancellation is Effect<None>.Refused { Refusal.Status: 400 or 409 or 422 } && await look() is Effect<RemoteBatch>.Done { Value: var batch } && batch.Status.HasEnded()
            ? new Effect<None>.Done(default)
            : await cancellation;

    /// <summary>The failure of a step that has no effect of its own, as that of the whole: where it is unclear, nothing happened.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static Effect<TWhole> FailedEarly<TStep, TWhole>(this Effect<TStep> effect) =>
        effect is Effect<TStep>.Unclear unclear ? new Effect<TWhole>.NotSent(unclear.Message) : effect.Failed<TStep, TWhole>();

    /// <summary>The same failure of a step, as that of the whole.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static Effect<TWhole> Failed<TStep, TWhole>(this Effect<TStep> effect) => effect switch
    {
        Effect<TStep>.Refused refused => new Effect<TWhole>.Refused(refused.Refusal),
        Effect<TStep>.NotSent notSent => new Effect<TWhole>.NotSent(notSent.Message),
        Effect<TStep>.Unclear unclear => new Effect<TWhole>.Unclear(unclear.Message, unclear.RetryAfter),
        _ => throw new InvalidOperationException("an effect that was done has not failed"),
    };
}

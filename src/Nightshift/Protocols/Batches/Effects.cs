namespace Nightshift.Protocols.Batches;

/// <summary>What is common to effects of all kinds.</summary>
internal static class Effects
{
    /// <summary>Done when it was refused with one of these statuses, such as 404 for what is gone and 409 for what has ended.</summary>
    public static Effect<None> DoneAlso(this Effect<None> effect, params ReadOnlySpan<int> statuses) =>
        effect is Effect<None>.Refused { Refusal.Status: var status } && statuses.Contains(status) ? new Effect<None>.Done(default) : effect;

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

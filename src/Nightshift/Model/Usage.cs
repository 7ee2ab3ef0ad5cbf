namespace Nightshift.Model;

/// <summary>Tokens of one or more attempts, as the provider counted them.</summary>
/// <param name="InputTokens">All input tokens, cached ones included.</param>
/// <param name="OutputTokens">All output tokens, reasoning included.</param>
/// <param name="CachedInputTokens">The part of the input that the provider read from its prompt cache.</param>
/// <param name="ReasoningTokens">The part of the output that was reasoning.</param>
public readonly record struct Usage(long InputTokens, long OutputTokens, long CachedInputTokens = 0, long ReasoningTokens = 0)
{
    /// <summary>The part of the input that the provider wrote into its prompt cache, for some minutes.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>The part of the input that the provider wrote into its prompt cache, for an hour.</summary>
    public long HourCacheWriteTokens { get; init; }

    /// <summary>Input and output together.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>The sum of two.</summary>
    public static Usage operator +(Usage left, Usage right) => new(
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.CachedInputTokens + right.CachedInputTokens,
        left.ReasoningTokens + right.ReasoningTokens)
    {
        CacheWriteTokens = left.CacheWriteTokens + right.CacheWriteTokens,
        HourCacheWriteTokens = left.HourCacheWriteTokens + right.HourCacheWriteTokens,
    };
}

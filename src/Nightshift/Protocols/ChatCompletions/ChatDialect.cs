namespace Nightshift.Protocols.ChatCompletions;

/// <summary>How a provider names the limit of output tokens.</summary>
public enum MaxTokensMember
{
    /// <summary><c>max_completion_tokens</c>: OpenAI, whose reasoning models refuse the older name (API reference, 2025).</summary>
    MaxCompletionTokens,

    /// <summary><c>max_tokens</c>: the older name, which most compatible servers take.</summary>
    MaxTokens,
}

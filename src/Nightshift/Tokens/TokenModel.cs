namespace Nightshift.Tokens;

/// <summary>How a model counts the tokens of a request.</summary>
/// <param name="Weights">The tokenizer that it has, or the nearest that is known.</param>
/// <param name="IsNearest">Whether it is only the nearest.</param>
internal sealed record TokenModel(TokenWeights Weights, bool IsNearest = false)
{
    /// <summary>Tokens for each 1,000 of the weights': newer models of a family can cut finer.</summary>
    public int PerThousand { get; private init; } = 1_000;

    /// <summary>Tokens around each message.</summary>
    public int PerMessage { get; private init; } = 4;

    /// <summary>Tokens around the request.</summary>
    public int PerRequest { get; private init; } = 3;

    private static readonly string[] OldOpenAi = ["gpt-3.5", "gpt-4-", "text-embedding"];
    private static readonly string[] NewOpenAi = ["gpt-", "chatgpt", "o1", "o3", "o4", "codex"];
    private static readonly string[] FinerClaude = ["opus-4-7", "opus-4-8", "opus-5", "sonnet-5", "fable-5", "mythos-5"];
    private static readonly string[] OldMistral = ["open-mistral-7b", "mixtral", "mistral-embed"];
    // Made for Chinese as much as for English: their vocabularies hold whole Chinese words.
    private static readonly string[] Chinese = ["qwen", "deepseek", "glm", "kimi", "moonshot", "doubao", "minimax", "qwq"];

    /// <summary>The model of a name, with or without its provider.</summary>
    public static TokenModel Of(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..].ToLowerInvariant();
        if (name.Contains("claude", StringComparison.Ordinal))
        {
            // What was measured: nine tokens around a short message (recorded 2026-08), and 30 % more of them since 4.7 (Anthropic's page, 2026-08-22).
            return new TokenModel(TokenWeights.Claude) { PerThousand = FinerClaude.Any(name.Contains) ? 1_300 : 1_000, PerMessage = 3, PerRequest = 4 };
        }

        if (name.Contains("gemini", StringComparison.Ordinal) || name.Contains("gemma", StringComparison.Ordinal))
            return new TokenModel(TokenWeights.Gemma) { PerMessage = 1, PerRequest = 0 };
        if (name == "gpt-4" || OldOpenAi.Any(name.StartsWith))
            return new TokenModel(TokenWeights.Cl100k);
        if (NewOpenAi.Any(name.StartsWith))
            return new TokenModel(TokenWeights.O200k);
        if (OldMistral.Any(name.Contains))
            return new TokenModel(TokenWeights.Mistral);
        if (name.Contains("llama", StringComparison.Ordinal))
            return new TokenModel(TokenWeights.Llama3);
        return new TokenModel(Chinese.Any(name.Contains) ? TokenWeights.O200k : TokenWeights.Llama3, IsNearest: true);
    }

    /// <summary>How many tokens a request is.</summary>
    /// <param name="texts">Its texts, counted.</param>
    /// <param name="messages">How many messages they are in.</param>
    public long Of(TextCounter texts, int messages) =>
        (((Weights.ThousandthsOf(texts) * PerThousand / 1_000) + 999) / 1_000) + (messages * PerMessage) + PerRequest;
}

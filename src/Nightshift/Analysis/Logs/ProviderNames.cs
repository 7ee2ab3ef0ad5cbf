namespace Nightshift.Analysis.Logs;

/// <summary>From what logs call providers and models to what they are called here.</summary>
internal static class ProviderNames
{
    // OpenTelemetry's gen_ai.provider.name, LiteLLM's custom_llm_provider, Helicone's provider (2026-11): where they differ from ours.
    private static readonly Dictionary<string, string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["azure.ai.openai"] = "azure", ["az.ai.openai"] = "azure", ["azure_ai"] = "azure", ["azure_openai"] = "azure", ["azure_text"] = "azure",
        ["aws.bedrock"] = "bedrock", ["bedrock_converse"] = "bedrock", ["aws"] = "bedrock",
        ["vertex_ai"] = "vertex", ["vertexai"] = "vertex", ["gcp.vertex_ai"] = "vertex", ["vertex_ai_beta"] = "vertex", ["vertex_ai-language-models"] = "vertex",
        ["gcp.gemini"] = "gemini", ["gcp.gen_ai"] = "gemini", ["google"] = "gemini", ["google_ai_studio"] = "gemini", ["google-ai-studio"] = "gemini",
        ["mistral_ai"] = "mistral", ["mistralai"] = "mistral", ["x_ai"] = "xai", ["x-ai"] = "xai", ["together_ai"] = "together", ["togetherai"] = "together",
        ["fireworks_ai"] = "fireworks", ["text-completion-openai"] = "openai", ["claude"] = "anthropic", ["alibaba"] = "dashscope",
    };

    private static readonly string[] Known =
    [
        "openai", "anthropic", "azure", "gemini", "vertex", "bedrock", "mistral", "groq", "together", "fireworks", "xai", "deepseek", "deepinfra", "cohere", "voyage",
        "moonshot", "zai", "dashscope", "sim", "openrouter",
    ];

    // By how a model's name begins, where a log names no provider.
    private static readonly (string Begin, string Provider)[] Families =
    [
        ("gpt-", "openai"), ("chatgpt", "openai"), ("o1", "openai"), ("o3", "openai"), ("o4", "openai"), ("text-embedding-", "openai"), ("omni-moderation", "openai"),
        ("claude", "anthropic"), ("gemini", "gemini"), ("mistral", "mistral"), ("ministral", "mistral"), ("codestral", "mistral"), ("magistral", "mistral"),
        ("devstral", "mistral"), ("pixtral", "mistral"), ("grok", "xai"), ("deepseek", "deepseek"), ("command", "cohere"), ("voyage", "voyage"), ("kimi", "moonshot"),
        ("glm", "zai"), ("qwen", "dashscope"), ("qwq", "dashscope"),
    ];

    /// <summary>Provider and model; the provider is empty when neither says it.</summary>
    /// <param name="provider">What the log calls it; may be empty.</param>
    /// <param name="model">With or without the provider before it.</param>
    public static (string Provider, string Model) Resolve(string provider, string model)
    {
        var ours = Of(provider);
        if (model.Split('/', 2) is [var before, var rest] && Of(before) is { Length: > 0 } named && (ours.Length == 0 || ours == named))
            return (named, rest);
        if (ours.Length > 0 || provider.Length > 0)
            return (ours.Length > 0 ? ours : provider.ToLowerInvariant(), model);
        return (Families.FirstOrDefault(family => model.StartsWith(family.Begin, StringComparison.OrdinalIgnoreCase)).Provider ?? "", model);
    }

    private static string Of(string name) =>
        Ours.GetValueOrDefault(name) ?? Array.Find(Known, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? "";
}

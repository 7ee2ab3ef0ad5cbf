using Nightshift.Protocols.Batches;
using Nightshift.Providers;

namespace Nightshift.Tests.Batching;

/// <summary>A provider whose batches the simulator speaks, and the client's terms for it.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Provider">The provider's name in model names.</param>
/// <param name="Path">Its live base address below the simulator's root.</param>
internal sealed record Dialect(string Name, string Provider, string Path)
{
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new("openai", "openai", "openai/v1"),
        new("azure", "azure", "azure/openai/v1"),
        new("anthropic", "anthropic", "anthropic"),
        new("gemini", "gemini", "gemini/v1beta"),
        new("gemini-inline", "gemini", "gemini/v1beta") { BatchApi = "gemini-inline" },
        new("mistral", "mistral", "mistral/v1"),
        new("mistral-inline", "mistral", "mistral/v1") { BatchApi = "mistral-inline" },
        new("groq", "groq", "groq/openai/v1"),
        new("together", "together", "together/v1"),
        new("fireworks", "fireworks", "fireworks/inference/v1"),
        new("xai", "xai", "xai/v1"),
        new("zhipu", "zhipu", "glm/api/paas/v4"),
        new("dashscope", "dashscope", "qwen/compatible-mode/v1"),
    ];

    /// <summary>The batch API as <c>nightshift.yaml</c> names it, where it is not the provider's first; null otherwise.</summary>
    public string? BatchApi { get; init; }

    public BatchTerms Terms => (BatchApi is { } api ? ProviderCatalog.BatchApis[api] : Catalogued.Batch).ShouldNotBeNull();

    public string? KeyVariable => Catalogued.KeyVariable;

    private Provider Catalogued => new ProviderCatalog().Find(Provider).ShouldNotBeNull();

    public static Dialect Of(string name) => All.Single(dialect => dialect.Name == name);

    /// <summary>The provider with terms that suit a test.</summary>
    public Provider With(Func<BatchTerms, BatchTerms> terms) => Catalogued with { Batch = terms(Terms) };
}

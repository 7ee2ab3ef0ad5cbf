using System.Collections.Immutable;
using Nightshift.Protocols.Batches;

namespace Nightshift.Providers;

/// <summary>The providers that a model name can start with: those built in, and those that the user's configuration adds.</summary>
public sealed class ProviderCatalog
{
    private readonly ImmutableSortedDictionary<string, Provider> _byName;

    /// <summary>The built-in providers, and <paramref name="configured"/> ones, which win.</summary>
    public ProviderCatalog(IEnumerable<Provider>? configured = null)
    {
        _byName = BuiltIn.Concat(configured ?? []).Aggregate(
            ImmutableSortedDictionary.Create<string, Provider>(StringComparer.OrdinalIgnoreCase),
            (known, provider) => known.SetItem(provider.Name, provider));
    }

    /// <summary>All names, sorted.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    private static Provider[] BuiltIn =>
    [
        OpenAi.Provider, Azure.Provider, Anthropic.Provider, Gemini.Provider, Groq.Provider, Together.Provider, Mistral.Provider, XAi.Provider, Zhipu.Provider,
        DashScope.Provider, DashScope.Held, Volcengine.Held, DeepSeek.Provider, Fireworks.Provider, OpenRouter.Provider, Ollama.Provider, Simulated.Provider,
    ];

    /// <summary>The built-in provider of that name, or null.</summary>
    internal static Provider? FindBuiltIn(string name) => Array.Find(BuiltIn, provider => string.Equals(provider.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The batch APIs that a configuration can name: those of the built-in providers, by their names, and those that take rows without a file.</summary>
    internal static IReadOnlyDictionary<string, BatchTerms> BatchApis { get; } = BuiltIn.Where(provider => provider.Batch is not null && provider != Simulated.Provider)
        .Select(provider => (provider.Name, provider == OpenAi.Provider ? OpenAi.CompatibleBatch : provider.Batch!))
        .Concat([("gemini-inline", Gemini.InlineBatch), ("mistral-inline", Mistral.InlineBatch)]).ToDictionary();

    /// <summary>The provider of that name, or null.</summary>
    public Provider? Find(string name) => _byName.GetValueOrDefault(name);
}

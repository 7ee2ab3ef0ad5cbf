using System.Collections.Immutable;
using Nightshift.Protocols.Batches;

namespace Nightshift.Providers;

/// <summary>The providers that a model name can start with: those built in, and those that the user's configuration adds; and the names that stand for several models.</summary>
public sealed class ProviderCatalog
{
    private readonly ImmutableSortedDictionary<string, Provider> _byName;
    private readonly IReadOnlyList<ModelRoute> _routes;

    /// <summary>The built-in providers, <paramref name="configured"/> ones, which win, and <paramref name="routes"/> over them.</summary>
    public ProviderCatalog(IEnumerable<Provider>? configured = null, IEnumerable<ModelRoute>? routes = null)
    {
        _routes = [.. routes ?? []];
        _byName = BuiltIn.Concat(configured ?? []).Aggregate(
            ImmutableSortedDictionary.Create<string, Provider>(StringComparer.OrdinalIgnoreCase),
            (known, provider) => known.SetItem(provider.Name, provider));
    }

    /// <summary>All names, sorted.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>All routes.</summary>
    public IReadOnlyList<ModelRoute> Routes => _routes;

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

    /// <summary>The route that a model name stands for; null when it is one model.</summary>
    public ModelRoute? FindRoute(string model) => _routes.FirstOrDefault(route => string.Equals(route.Name, model, StringComparison.OrdinalIgnoreCase));
}

namespace Nightshift.Analysis;

/// <summary>From how many tokens on a provider keeps the beginning of a prompt.</summary>
internal static class CacheMinimum
{
    /// <summary>OpenAI and those that follow it, and most of Anthropic's models.</summary>
    private const int Usual = 1_024;

    // The first that fits. Anthropic: dev.to/creeta, after its page on prompt caching (2026), and docs.truefoundry.com for Haiku 3.5;
    // Google: ai.google.dev/gemini-api/docs/caching (2026-10-23).
    private static readonly (string Part, int Tokens)[] ByModel =
    [
        ("opus-5", 512), ("fable-5", 512), ("mythos-5", 512), ("opus-4-7", 2_048), ("opus-4-6", 4_096), ("opus-4-5", 4_096), ("haiku-4-5", 4_096),
        ("3-5-haiku", 2_048), ("gemini-2.5", 2_048), ("gemini-3", 4_096), ("gemini-4", 4_096),
    ];

    /// <summary>The least that is kept.</summary>
    public static int Of(string model) =>
        Array.Find(ByModel, known => model.Contains(known.Part, StringComparison.OrdinalIgnoreCase)) is { Tokens: > 0 } found ? found.Tokens : Usual;
}

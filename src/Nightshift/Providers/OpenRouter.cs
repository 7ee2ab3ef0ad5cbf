namespace Nightshift.Providers;

/// <summary>OpenRouter, OpenAI-compatible (documentation, general knowledge of 2026-11).</summary>
internal static class OpenRouter
{
    public static Provider Provider { get; } = new()
    {
        Name = "openrouter",
        BaseAddress = new Uri("https://openrouter.ai/api/v1"),
        KeyVariable = "OPENROUTER_API_KEY",
        BaseAddressVariable = "OPENROUTER_BASE_URL",
    };
}

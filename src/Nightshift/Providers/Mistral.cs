namespace Nightshift.Providers;

/// <summary>Mistral, chat completions as OpenAI's (API reference, 2026-08).</summary>
internal static class Mistral
{
    public static Provider Provider { get; } = new()
    {
        Name = "mistral",
        BaseAddress = new Uri("https://api.mistral.ai/v1"),
        KeyVariable = "MISTRAL_API_KEY",
        BaseAddressVariable = "MISTRAL_BASE_URL",
    };
}

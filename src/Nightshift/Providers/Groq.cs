namespace Nightshift.Providers;

/// <summary>Groq, OpenAI-compatible (console documentation, 2026-08).</summary>
internal static class Groq
{
    public static Provider Provider { get; } = new()
    {
        Name = "groq",
        BaseAddress = new Uri("https://api.groq.com/openai/v1"),
        KeyVariable = "GROQ_API_KEY",
        BaseAddressVariable = "GROQ_BASE_URL",
    };
}

namespace Nightshift.Providers;

/// <summary>DeepSeek, OpenAI-compatible (documentation, general knowledge of 2026-11).</summary>
internal static class DeepSeek
{
    public static Provider Provider { get; } = new()
    {
        Name = "deepseek",
        BaseAddress = new Uri("https://api.deepseek.com/v1"),
        KeyVariable = "DEEPSEEK_API_KEY",
        BaseAddressVariable = "DEEPSEEK_BASE_URL",
    };
}

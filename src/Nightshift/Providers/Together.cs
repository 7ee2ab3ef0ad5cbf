namespace Nightshift.Providers;

/// <summary>Together AI, OpenAI-compatible (documentation, 2026-08).</summary>
internal static class Together
{
    public static Provider Provider { get; } = new()
    {
        Name = "together",
        BaseAddress = new Uri("https://api.together.xyz/v1"),
        KeyVariable = "TOGETHER_API_KEY",
        BaseAddressVariable = "TOGETHER_BASE_URL",
    };
}

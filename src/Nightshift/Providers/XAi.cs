namespace Nightshift.Providers;

/// <summary>xAI, OpenAI-compatible (documentation, 2026-08).</summary>
internal static class XAi
{
    public static Provider Provider { get; } = new()
    {
        Name = "xai",
        BaseAddress = new Uri("https://api.x.ai/v1"),
        KeyVariable = "XAI_API_KEY",
        BaseAddressVariable = "XAI_BASE_URL",
    };
}

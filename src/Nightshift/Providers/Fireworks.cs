namespace Nightshift.Providers;

/// <summary>Fireworks, OpenAI-compatible live endpoint (documentation, general knowledge of 2026-11).</summary>
internal static class Fireworks
{
    public static Provider Provider { get; } = new()
    {
        Name = "fireworks",
        BaseAddress = new Uri("https://api.fireworks.ai/inference/v1"),
        KeyVariable = "FIREWORKS_API_KEY",
        BaseAddressVariable = "FIREWORKS_BASE_URL",
    };
}

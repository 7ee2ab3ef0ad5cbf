using Nightshift.Protocols.GeminiGenerate;

namespace Nightshift.Providers;

/// <summary>The Gemini Developer API (discovery document v1beta, revision 20260325).</summary>
internal static class Gemini
{
    public static Provider Provider { get; } = new()
    {
        Name = "gemini",
        BaseAddress = new Uri("https://generativelanguage.googleapis.com/v1beta"),
        KeyVariable = "GEMINI_API_KEY",
        BaseAddressVariable = "GEMINI_BASE_URL",
        Protocol = GeminiGenerateProtocol.Instance,
    };
}

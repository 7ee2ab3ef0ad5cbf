using Nightshift.Protocols.AnthropicMessages;

namespace Nightshift.Providers;

/// <summary>Anthropic (Claude API reference, 2026-08).</summary>
internal static class Anthropic
{
    public static Provider Provider { get; } = new()
    {
        Name = "anthropic",
        BaseAddress = new Uri("https://api.anthropic.com"),
        KeyVariable = "ANTHROPIC_API_KEY",
        BaseAddressVariable = "ANTHROPIC_BASE_URL",
        Protocol = AnthropicMessagesProtocol.Instance,
    };
}

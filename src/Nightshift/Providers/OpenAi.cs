using Nightshift.Protocols.ChatCompletions;

namespace Nightshift.Providers;

/// <summary>OpenAI (API reference, 2026-08).</summary>
internal static class OpenAi
{
    public static Provider Provider { get; } = new()
    {
        Name = "openai",
        BaseAddress = new Uri("https://api.openai.com/v1"),
        KeyVariable = "OPENAI_API_KEY",
        BaseAddressVariable = "OPENAI_BASE_URL",
        // Reasoning models refuse max_tokens; compatible servers often know nothing else.
        Protocol = ChatCompletionsProtocol.OpenAi,
    };
}

namespace Nightshift.Providers;

/// <summary>Ollama on this machine, OpenAI-compatible, without a key (documentation, general knowledge of 2026-11).</summary>
internal static class Ollama
{
    public static Provider Provider { get; } = new()
    {
        Name = "ollama",
        BaseAddress = new Uri("http://127.0.0.1:11434/v1"),
        BaseAddressVariable = "OLLAMA_BASE_URL",
    };
}

using Nightshift.Protocols;
using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.GeminiGenerate;
using Nightshift.Providers;

namespace Nightshift.Configuration;

/// <summary>
/// Makes a provider of what <c>providers:</c> says about it: a name for an endpoint, an OpenAI-compatible one unless its <c>protocol</c> says
/// otherwise, or what is to be otherwise with a built-in one. Keys stand in it by reference only (<c>api_key_env</c>).
/// </summary>
internal static class ProviderConfiguration
{
    /// <summary>The provider.</summary>
    /// <exception cref="ConfigurationException">It cannot be so; the message says what can.</exception>
    public static Provider Read(string path, string name, ProviderShape? shape)
    {
        shape ??= new ProviderShape();
        // An entry that has a built-in provider's name and no address adjusts that provider; one that is as another is that one with what is said here.
        var builtIn = shape.As is { } other ? Another(path, name, other, shape.BaseUrl) : shape.BaseUrl is null ? ProviderCatalog.FindBuiltIn(name) : null;
        var basis = builtIn ?? new Provider
        {
            Name = name,
            BaseAddress = Uri.TryCreate(shape.BaseUrl, UriKind.Absolute, out var address)
                ? address
                : throw new ConfigurationException($"{path}: provider '{name}' needs a base_url such as http://127.0.0.1:8000/v1"),
        };
        return basis with
        {
            KeyVariable = shape.ApiKeyEnv ?? basis.KeyVariable,
            Protocol = builtIn is not null && shape.Protocol is null && shape.MaxTokensMember is null ? basis.Protocol : ProtocolOf(path, name, shape),
            Batch = shape.Batch is { } batch ? BatchConfiguration.Read(path, name, batch.Shape, builtIn?.Batch) : basis.Batch,
            Rpm = shape.Rpm,
            Tpm = shape.Tpm,
        };
    }

    /// <summary>A further account, or another region, of a built-in provider.</summary>
    private static Provider Another(string path, string name, string other, string? baseUrl)
    {
        var basis = ProviderCatalog.FindBuiltIn(other) ?? throw new ConfigurationException($"{path}: provider '{name}' is as '{other}', which is no built-in provider");
        if (ProviderCatalog.FindBuiltIn(name) is not null)
            throw new ConfigurationException($"{path}: provider '{name}' is built in, and cannot be as another; give the account a name of its own");
        basis = basis with { Name = name, SamePricesAs = basis.Name };
        if (baseUrl is null)
            return basis;
        return Uri.TryCreate(baseUrl, UriKind.Absolute, out var address)
            ? basis with { BaseAddress = address, BaseAddressVariable = null, Resource = null }
            : throw new ConfigurationException($"{path}: base_url of '{name}' is not an address; for example https://eu.api.openai.com/v1");
    }

    private static ChatProtocol ProtocolOf(string path, string name, ProviderShape shape) => (shape.Protocol, shape.MaxTokensMember) switch
    {
        (null or "chat", null or "max_tokens") => ChatCompletionsProtocol.Compatible,
        (null or "chat", "max_completion_tokens") => ChatCompletionsProtocol.OpenAi,
        (null or "chat", var other) => throw new ConfigurationException($"{path}: max_tokens_member of '{name}' is '{other}'; it is max_tokens or max_completion_tokens"),
        ("anthropic", null) => AnthropicMessagesProtocol.Instance,
        ("azure", null or "max_completion_tokens") => ChatCompletionsProtocol.Azure,
        ("gemini", null) => GeminiGenerateProtocol.Instance,
        ("anthropic" or "azure" or "gemini", _) => throw new ConfigurationException($"{path}: '{name}' speaks {shape.Protocol}, where max_tokens_member has no place; take it out"),
        (var other, _) => throw new ConfigurationException($"{path}: protocol of '{name}' is '{other}'; it is chat, azure, anthropic or gemini"),
    };
}

using Nightshift.Protocols;
using Nightshift.Protocols.AnthropicMessages;
using Nightshift.Protocols.ChatCompletions;
using Nightshift.Protocols.GeminiGenerate;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Nightshift.Providers;

/// <summary>
/// The <c>providers:</c> of <c>nightshift.yaml</c>: names for endpoints, OpenAI-compatible ones unless their <c>protocol</c> says otherwise, and
/// what is to be otherwise with built-in providers. Keys stand in it by reference only (<c>api_key_env</c>). The file is read from the home folder or where the user points; never from the current folder by itself,
/// where a stranger's repository could send keys elsewhere.
/// </summary>
public static class ProviderFile
{
    /// <summary>Reads the providers of a file.</summary>
    /// <exception cref="ConnectionException">The file cannot be read or has a fault; the message says where.</exception>
    public static IReadOnlyList<Provider> Load(string path)
    {
        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).WithTypeConverter(new BatchEntry.Reader()).Build();
            var file = reader.Deserialize<FileShape?>(File.ReadAllText(path));
            return [.. (file?.Providers ?? []).Select(entry => Read(path, entry.Key, entry.Value))];
        }
        catch (YamlException e)
        {
            throw new ConnectionException($"{path}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConnectionException($"{path} cannot be read: {e.Message}");
        }
    }

    private static Provider Read(string path, string name, ProviderShape? shape)
    {
        shape ??= new ProviderShape();
        // An entry that has a built-in provider's name and no address adjusts that provider.
        var builtIn = shape.BaseUrl is null ? ProviderCatalog.FindBuiltIn(name) : null;
        var basis = builtIn ?? new Provider
        {
            Name = name,
            BaseAddress = Uri.TryCreate(shape.BaseUrl, UriKind.Absolute, out var address)
                ? address
                : throw new ConnectionException($"{path}: provider '{name}' needs a base_url such as http://127.0.0.1:8000/v1"),
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

    private static ChatProtocol ProtocolOf(string path, string name, ProviderShape shape) => (shape.Protocol, shape.MaxTokensMember) switch
    {
        (null or "chat", null or "max_tokens") => ChatCompletionsProtocol.Compatible,
        (null or "chat", "max_completion_tokens") => ChatCompletionsProtocol.OpenAi,
        (null or "chat", var other) => throw new ConnectionException($"{path}: max_tokens_member of '{name}' is '{other}'; it is max_tokens or max_completion_tokens"),
        ("anthropic", null) => AnthropicMessagesProtocol.Instance,
        ("azure", null or "max_completion_tokens") => ChatCompletionsProtocol.Azure,
        ("gemini", null) => GeminiGenerateProtocol.Instance,
        ("anthropic" or "azure" or "gemini", _) => throw new ConnectionException($"{path}: '{name}' speaks {shape.Protocol}, where max_tokens_member has no place; take it out"),
        (var other, _) => throw new ConnectionException($"{path}: protocol of '{name}' is '{other}'; it is chat, azure, anthropic or gemini"),
    };

    private sealed class FileShape
    {
        public Dictionary<string, ProviderShape?> Providers { get; init; } = [];
    }

    private sealed class ProviderShape
    {
        public string? BaseUrl { get; init; }

        public string? ApiKeyEnv { get; init; }

        public string? Protocol { get; init; }

        public string? MaxTokensMember { get; init; }

        public int? Rpm { get; init; }

        public long? Tpm { get; init; }

        public BatchEntry? Batch { get; init; }
    }
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Nightshift.Configuration;

/// <summary>What <c>alerts:</c> says of one receiver in <c>nightshift.yaml</c>; each member is null when it is left out.</summary>
internal sealed record AlertShape
{
    public string? Name { get; init; }

    public WordsEntry? On { get; init; }

    public string? Tag { get; init; }

    public string? Job { get; init; }

    public decimal? FailedOver { get; init; }

    public string? Webhook { get; init; }

    public string? SecretEnv { get; init; }

    public string? SlackEnv { get; init; }

    public EmailShape? Email { get; init; }

    public WordsEntry? Command { get; init; }

    public bool? AllowHttp { get; init; }

    public bool? AllowPrivate { get; init; }
}

/// <summary>What <c>email:</c> of a receiver says.</summary>
internal sealed record EmailShape
{
    public WordsEntry? To { get; init; }

    public string? From { get; init; }

    public string? Host { get; init; }

    public int? Port { get; init; }

    public string? User { get; init; }

    public string? PasswordEnv { get; init; }

    public bool? Tls { get; init; }
}

/// <summary>One word, or a list of them.</summary>
internal sealed record WordsEntry(IReadOnlyList<string> Words)
{
    /// <summary>Whether it is a list, be it of one.</summary>
    public bool IsList { get; init; }

    /// <summary>Reads either form.</summary>
    public sealed class Reader : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(WordsEntry);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) => parser.TryConsume<Scalar>(out var word)
            ? new WordsEntry([word.Value])
            : new WordsEntry(((List<string>?)rootDeserializer(typeof(List<string>)) ?? []).ConvertAll(one => one ?? "")) { IsList = true };

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
            throw new NotSupportedException("the configuration is read, never written");
    }
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Nightshift.Configuration;

/// <summary>What <c>batch:</c> of a provider says in <c>nightshift.yaml</c>; each member is null when it is left out.</summary>
internal sealed record BatchShape
{
    public string? Protocol { get; init; }

    public string? Url { get; init; }

    public int? WindowHours { get; init; }

    public bool? Metadata { get; init; }

    public int? MostRows { get; init; }

    public long? MostBytes { get; init; }

    public long? EnqueuedTokens { get; init; }

    public decimal? Discount { get; init; }

    public double? PollSeconds { get; init; }

    public double? ListLagSeconds { get; init; }
}

/// <summary><c>batch:</c>, which is one word, the protocol, or a mapping.</summary>
internal sealed record BatchEntry(BatchShape Shape)
{
    /// <summary>Reads either form.</summary>
    public sealed class Reader : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(BatchEntry);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) => new BatchEntry(
            parser.TryConsume<Scalar>(out var word) ? new BatchShape { Protocol = word.Value } : (BatchShape?)rootDeserializer(typeof(BatchShape)) ?? new());

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) =>
            throw new NotSupportedException("the configuration is read, never written");
    }
}

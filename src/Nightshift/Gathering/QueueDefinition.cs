using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Gathering;

/// <summary>What a queue is: when its lots are due, and what is done with them.</summary>
public sealed partial record QueueDefinition
{
    private const int Version = 1;
    private const string TimeFormat = "HH:mm:ss";

    /// <summary>Tells it from queues that have had its name before.</summary>
    public required string Id { get; init; }

    /// <summary>When a lot is due.</summary>
    public required LotRule Rule { get; init; }

    /// <summary>The column with each row's own id, without which it is refused; null for <c>id</c>, which is filled where a row has none.</summary>
    public string? IdColumn { get; init; }

    /// <summary>What makes a job of a lot, in the words of whoever made the queue; opaque to the queue.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder from which they are meant.</summary>
    public string Folder { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The column that ids are in.</summary>
    [JsonIgnore]
    public string Column => IdColumn ?? "id";

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new Written(Version, Id, Rule.Rows, Rule.Bytes, Rule.Age, Rule.At?.Time.ToString(TimeFormat, CultureInfo.InvariantCulture), Rule.At?.Zone.Id, IdColumn, Arguments, Folder, CreatedAt),
        WrittenJson.Default.Written);

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is no definition that this version knows.</exception>
    internal static QueueDefinition Parse(ReadOnlySpan<byte> json)
    {
        Written? written;
        try
        {
            written = JsonSerializer.Deserialize(json, WrittenJson.Default.Written);
        }
        catch (JsonException e)
        {
            throw new FormatException($"is not JSON that can be read: {JsonFault.Sentence(e)}", e);
        }

        if (written is not { Version: Version, Id: { Length: > 0 } id, Arguments: { } arguments, Folder: { } folder })
            throw new FormatException("is not what this version of Nightshift writes");
        return new QueueDefinition
        {
            Id = id,
            Rule = new LotRule { Rows = written.Rows, Bytes = written.Bytes, Age = written.Age, At = AtOf(written) },
            IdColumn = written.IdColumn,
            Arguments = arguments,
            Folder = folder,
            CreatedAt = written.CreatedAt,
        };
    }

    private static DailyTime? AtOf(Written written)
    {
        if (written.At is not { } at)
            return null;
        if (!TimeOnly.TryParseExact(at, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            throw new FormatException($"has the time of day '{at}'");
        return TimeZoneInfo.TryFindSystemTimeZoneById(written.TimeZone ?? "", out var zone)
            ? new DailyTime(time, zone)
            : throw new FormatException($"has the time zone '{written.TimeZone}', which this machine does not know");
    }

    private sealed record Written(
        int Version, string Id, long? Rows, long? Bytes, TimeSpan? Age, string? At, string? TimeZone, string? IdColumn,
        IReadOnlyList<string> Arguments, string Folder, DateTimeOffset CreatedAt);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Written))]
    private sealed partial class WrittenJson : JsonSerializerContext;
}

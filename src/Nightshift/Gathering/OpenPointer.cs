using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nightshift.Gathering;

/// <summary>Which lot of a queue collects, or collected last, and since when.</summary>
/// <param name="Lot">Its number; 0 before the first.</param>
/// <param name="OpenedAt">When its first request came.</param>
internal sealed partial record OpenPointer(long Lot, DateTimeOffset OpenedAt)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="QueueException">It is damaged.</exception>
    public static OpenPointer Read(QueueFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(folder.OpenPath), PointerJson.Default.OpenPointer)
                ?? new OpenPointer(0, default);
        }
        catch (FileNotFoundException)
        {
            return new OpenPointer(0, default);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new QueueException($"there is no queue '{folder.Name}' any more", e);
        }
        catch (JsonException e)
        {
            throw new QueueException(
                $"{folder.OpenPath} cannot be read ({JsonFault.Sentence(e)}): delete it when no file open-*.jsonl lies beside it; "
                + "otherwise write {\"lot\": N, \"opened_at\": \"2026-01-31T12:00:00Z\"} with the number and the time of that file",
                e);
        }
    }

    public void Write(QueueFolder folder) => QueueFolder.Put(folder.OpenPath, JsonSerializer.SerializeToUtf8Bytes(this, PointerJson.Default.OpenPointer));

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(OpenPointer))]
    private sealed partial class PointerJson : JsonSerializerContext;
}

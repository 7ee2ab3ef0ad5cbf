using System.Text.Json;

namespace Nightshift.Protocols.Batches;

/// <summary>Reads a file object of the shape that OpenAI began with: <c>{"id","filename","bytes","created_at"}</c>.</summary>
internal static class FileReader
{
    public static RemoteFile? Read(JsonElement file) => Json.Word(file, "id") is not { } id ? null : new RemoteFile(
        id,
        Json.Word(file, "filename"),
        Json.CountOrNull(file, "bytes"),
        Json.Time(file, "created_at"));
}

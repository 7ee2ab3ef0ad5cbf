using System.Text.Json;

namespace Nightshift.Protocols.Batches.Gemini;

/// <summary>Gemini's files: <c>files/…</c>, two days long.</summary>
internal static class GeminiFiles
{
    private const int PageSize = 100;

    public static Task<Effect<RemoteFile>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(id)), BatchChannel.CallLimit, answer => Read(answer.Body), cancellation);

    public static Task<Effect<Page<RemoteFile>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At($"files?pageSize={PageSize}{PageToken(page)}")), BatchChannel.CallLimit,
        answer => answer.Body.ValueKind == JsonValueKind.Object ? ReadList(answer.Body) : null, cancellation);

    /// <summary>A file that is gone looks like one that is somebody else's: 403 (seen 2026).</summary>
    public static async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(id)), BatchChannel.CallLimit, cancellation)).DoneAlso(403, 404);

    /// <summary>Uploads and downloads have their place before the version: <c>/upload/v1beta/files</c>.</summary>
    public static Uri Beside(BatchChannel channel, string place, string path)
    {
        var address = channel.BaseAddress.AbsoluteUri.TrimEnd('/');
        var version = address.LastIndexOf('/');
        return new Uri($"{address[..version]}/{place}{address[version..]}/{path}");
    }

    public static string PageToken(string? page) => page is null ? "" : $"&pageToken={Uri.EscapeDataString(page)}";

    public static RemoteFile? Read(JsonElement file) => Json.Word(file, "name") is not { } name ? null : new RemoteFile(
        name,
        Json.Word(file, "displayName"),
        Json.CountOrNull(file, "sizeBytes"),
        Json.Time(file, "createTime"),
        Json.Text(file, "state") switch
        {
            "PROCESSING" => FileReadiness.Pending,
            "FAILED" => FileReadiness.Faulty,
            _ => FileReadiness.Ready,
        });

    // What has no items has no member for them either; results are files too, and never uploads of ours.
    private static Page<RemoteFile> ReadList(JsonElement list) => new(
        [.. Json.Items(Json.Member(list, "files")).Where(file => Json.Text(file, "source") != "GENERATED").Select(Read).OfType<RemoteFile>()],
        Json.Word(list, "nextPageToken"));
}

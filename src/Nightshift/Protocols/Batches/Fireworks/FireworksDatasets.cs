using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Protocols.Batches.Fireworks;

/// <summary>Fireworks' datasets: made by name, filled by a form, fetched at signed addresses. They tell the number of their lines, and not their size.</summary>
internal static class FireworksDatasets
{
    private const string Datasets = "datasets";
    private const string Ending = ".jsonl";
    private const int PageSize = 100;

    private sealed record Addresses(IReadOnlyList<Uri> Files);

    /// <summary>Makes the dataset and fills it. An empty one is of no use: what breaks off before the filling has no effect.</summary>
    public static async Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation)
    {
        var id = IdOf(file);
        var dataset = new JsonObject { ["datasetId"] = id, ["dataset"] = new JsonObject { ["displayName"] = id, ["exampleCount"] = file.Lines.ToString() } };
        var made = await channel.CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At(Datasets)) { Content = JsonContent.Create(dataset) }, BatchChannel.CallLimit, cancellation);
        // One that is there already is ours, from a try that broke off.
        if (made is not (Effect<None>.Done or Effect<None>.Refused { Refusal.Status: 409 }))
            return made.FailedEarly<None, RemoteFile>();
        var filled = await channel.CallAsync(
            new HttpRequestMessage(HttpMethod.Post, channel.At($"{PathOf(id)}:upload")) { Content = UploadForm.Of(file, "application/jsonl") }, BatchChannel.TransferLimit, cancellation);
        return filled is Effect<None>.Done done
            ? new Effect<RemoteFile>.Done(new RemoteFile(id, file.Name, Bytes: null, done.ServerTime, FileReadiness.Pending), done.ServerTime)
            : filled.Failed<None, RemoteFile>();
    }

    public static Task<Effect<RemoteFile>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(PathOf(id))), BatchChannel.CallLimit, answer => Read(answer.Body), cancellation);

    public static Task<Effect<Page<RemoteFile>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At($"{Datasets}?pageSize={PageSize}{PageToken(page)}")), BatchChannel.CallLimit,
        answer => ReadList(answer.Body, Datasets, Read), cancellation);

    public static async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(PathOf(id))), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    /// <summary>Fetches all files of a dataset, results and errors, one behind the other.</summary>
    public static async Task<Effect<long>> DownloadAsync(BatchChannel channel, string id, Stream to, CancellationToken cancellation)
    {
        var asked = await channel.CallAsync(
            new HttpRequestMessage(HttpMethod.Get, channel.At($"{PathOf(id)}:getDownloadEndpoint")), BatchChannel.CallLimit, answer => ReadAddresses(answer.Body), cancellation);
        if (asked is not Effect<Addresses>.Done { Value.Files: var files } done)
            return asked.Failed<Addresses, long>();
        await using var lines = new WholeLines(to);
        foreach (var file in files)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Options.Set(BatchChannel.Presigned, true);
            var copied = await channel.DownloadAsync(request, lines, cancellation);
            if (copied is not Effect<long>.Done)
                return copied;
            await lines.EndLineAsync(cancellation);
        }

        return new Effect<long>.Done(lines.Written, done.ServerTime);
    }

    public static string PageToken(string? page) => page is null ? "" : $"&pageToken={Uri.EscapeDataString(page)}";

    /// <summary>A list without items may have no member for them.</summary>
    public static Page<T>? ReadList<T>(JsonElement list, string member, Func<JsonElement, T?> read)
        where T : class => list.ValueKind != JsonValueKind.Object ? null : new(
            [.. Json.Items(Json.Member(list, member)).Select(read).OfType<T>()], Json.Word(list, "nextPageToken"));

    private static RemoteFile? Read(JsonElement dataset) => Json.Word(dataset, "name") is not { } name ? null : new RemoteFile(
        FireworksJobReader.End(name),
        FireworksJobReader.End(name) + Ending,
        Bytes: null,
        Json.Time(dataset, "createTime"),
        Json.Text(dataset, "state") is "UPLOADING" ? FileReadiness.Pending : FileReadiness.Ready);

    private static Addresses? ReadAddresses(JsonElement answer)
    {
        var urls = Json.Member(answer, "filenameToSignedUrls");
        if (urls.ValueKind != JsonValueKind.Object)
            return null;
        var files = new List<Uri>();
        foreach (var url in urls.EnumerateObject())
        {
            if (Json.Text(urls, url.Name) is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                return null;
            files.Add(address);
        }

        // A dataset without files is not ready: no results would be taken for none.
        return files.Count > 0 ? new(files) : null;
    }

    private static string IdOf(SpoolFile file) => file.Name.EndsWith(Ending, StringComparison.Ordinal) ? file.Name[..^Ending.Length] : file.Name;

    private static string PathOf(string id) => $"{Datasets}/{Uri.EscapeDataString(id)}";
}

using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Together;

/// <summary>
/// Together's upload (together-python, 2025-12-23): the file is announced, a redirect names a store, the bytes go there without the key,
/// and a last call makes a file of them. Only that one counts: what breaks off before it leaves nothing that a batch could be made of.
/// </summary>
internal static class TogetherUpload
{
    private sealed record Place(string Id, Uri Store);

    public static async Task<Effect<RemoteFile>> SendAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation)
    {
        var announced = await AnnounceAsync(channel, file, cancellation);
        if (announced is not Effect<Place>.Done { Value: var place })
            return announced.FailedEarly<Place, RemoteFile>();
        var put = new HttpRequestMessage(HttpMethod.Put, place.Store) { Content = new SpoolSlice(file, 0, file.Bytes) };
        put.Options.Set(BatchChannel.Presigned, true);
        var stored = await channel.CallAsync(put, BatchChannel.TransferLimit, cancellation);
        if (stored is not Effect<None>.Done)
            return stored.FailedEarly<None, RemoteFile>();
        return await channel.CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At($"files/{Uri.EscapeDataString(place.Id)}/preprocess")), BatchChannel.TransferLimit,
            answer => OpenAiReader.File(answer.Body), cancellation);
    }

    private static Task<Effect<Place>> AnnounceAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At("files"))
        {
            Content = UploadForm.Of(("purpose", "batch-api"), ("file_name", file.Name), ("file_type", "jsonl")),
        };
        request.Options.Set(BatchChannel.AsksForRedirect, true);
        return channel.CallAsync(request, BatchChannel.CallLimit, answer =>
            answer.Header("x-together-file-id") is { Length: > 0 } id && answer.Header("location") is { } location
            && Uri.TryCreate(channel.BaseAddress, location, out var store) && store.Scheme is "http" or "https"
                ? new Place(id, store)
                : null, cancellation);
    }
}

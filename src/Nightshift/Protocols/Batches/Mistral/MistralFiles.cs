using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Mistral;

/// <summary>Mistral's files.</summary>
internal static class MistralFiles
{
    private const int PageSize = 100;

    public static Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Post, channel.At("files")) { Content = UploadForm.Of(file, "application/jsonl", ("purpose", "batch")) }, BatchChannel.TransferLimit,
        answer => OpenAiReader.File(answer.Body), cancellation);

    public static Task<Effect<RemoteFile>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(PathOf(id))), BatchChannel.CallLimit, answer => OpenAiReader.File(answer.Body), cancellation);

    public static Task<Effect<Page<RemoteFile>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At($"files?purpose=batch&sample_type=batch_request&page={PageNumber.Of(page)}&page_size={PageSize}")),
        BatchChannel.CallLimit, answer => PageNumber.Read(answer.Body, page, PageSize, OpenAiReader.File), cancellation);

    public static async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(PathOf(id))), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    public static Task<Effect<long>> DownloadAsync(BatchChannel channel, string id, Stream to, CancellationToken cancellation) =>
        channel.DownloadAsync(new HttpRequestMessage(HttpMethod.Get, channel.At($"{PathOf(id)}/content")), to, cancellation);

    private static string PathOf(string id) => $"files/{Uri.EscapeDataString(id)}";
}

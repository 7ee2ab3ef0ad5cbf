using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Together;

/// <summary>
/// Together's batches (togethercomputer/openapi, 2026-04-28): what it creates comes wrapped, what it lists comes bare, and a batch has
/// neither counts nor metadata.
/// </summary>
internal sealed class TogetherBatchProtocol : BatchProtocol
{
    public static readonly TogetherBatchProtocol Instance = new();

    public override bool UploadsFile => true;

    public override BatchMark Mark => BatchMark.InputFile;

    public override void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body) =>
        RequestLine.Write(line, """{"custom_id":"""u8, customId, ""","body":"""u8, body, "}"u8);

    public override Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation) =>
        TogetherUpload.SendAsync(channel, file, cancellation);

    public override Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(FileOf(id))), BatchChannel.CallLimit, answer => OpenAiReader.File(answer.Body), cancellation);

    public override Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At("files")), BatchChannel.CallLimit, answer => TogetherJobReader.ReadList(answer.Body, OpenAiReader.File), cancellation);

    public override async Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(FileOf(id))), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    public override Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation)
    {
        var body = new JsonObject { ["input_file_id"] = order.InputFile, ["endpoint"] = "/v1/chat/completions", ["completion_window"] = "24h" };
        return channel.CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At("batches")) { Content = JsonContent.Create(body) },
            BatchChannel.CallLimit, answer => TogetherJobReader.ReadCreated(answer.Body), cancellation);
    }

    public override Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(BatchOf(id))), BatchChannel.CallLimit, answer => TogetherJobReader.Read(answer.Body), cancellation);

    public override Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At("batches")), BatchChannel.CallLimit,
        answer => TogetherJobReader.ReadList(answer.Body, TogetherJobReader.Read), cancellation);

    public override Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel
        .CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At($"{BatchOf(id)}/cancel")), BatchChannel.CallLimit, cancellation)
        .OrEndedAsync(() => GetAsync(channel, id, cancellation));

    public override Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        Task.FromResult<Effect<None>>(new Effect<None>.Done(default));

    public override Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation) =>
        channel.DownloadAsync(new HttpRequestMessage(HttpMethod.Get, channel.At($"{FileOf(part.Reference)}/content")), to, cancellation);

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, OpenAiLine.Read);

    private static string FileOf(string id) => $"files/{Uri.EscapeDataString(id)}";

    private static string BatchOf(string id) => $"batches/{Uri.EscapeDataString(id)}";
}

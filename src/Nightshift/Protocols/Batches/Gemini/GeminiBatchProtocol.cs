using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Protocols.Batches.Gemini;

/// <summary>
/// Gemini's batches (discovery document v1beta, revision 20260325; recorded answers of 2026-08), with rows in a file or within the
/// creation. The model is in the address: a batch has one.
/// </summary>
internal sealed class GeminiBatchProtocol : BatchProtocol
{
    /// <summary>Rows go up as a file, which lives for 48 hours.</summary>
    public static readonly GeminiBatchProtocol InFile = new(uploadsFile: true);

    /// <summary>Rows go up with the creation, and answers come back within the batch.</summary>
    public static readonly GeminiBatchProtocol Inline = new(uploadsFile: false);

    private const int PageSize = 100;

    private GeminiBatchProtocol(bool uploadsFile) => UploadsFile = uploadsFile;

    public override bool UploadsFile { get; }

    public override BatchMark Mark => BatchMark.Submission;

    public override void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body)
    {
        if (UploadsFile)
            RequestLine.Write(line, """{"key":"""u8, customId, ""","request":"""u8, body, "}"u8);
        else
            RequestLine.Write(line, """{"metadata":{"key":"""u8, customId, """},"request":"""u8, body, "}"u8);
    }

    public override Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation) =>
        GeminiUpload.SendAsync(channel, file, cancellation);

    public override Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation) => GeminiFiles.GetAsync(channel, id, cancellation);

    public override Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation) =>
        GeminiFiles.ListAsync(channel, page, cancellation);

    public override Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation) => GeminiFiles.DeleteAsync(channel, id, cancellation);

    public override Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation)
    {
        var config = order.InputFile is { } file ? new JsonObject { ["fileName"] = file } : [];
        var body = new JsonObject { ["batch"] = new JsonObject { ["displayName"] = order.Submission, ["inputConfig"] = config } };
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At($"models/{Uri.EscapeDataString(order.Model)}:batchGenerateContent"))
        {
            Content = order.InputFile is null ? Rows(body, order.Spool) : JsonContent.Create(body),
        };
        return channel.CallAsync(request, BatchChannel.TransferLimit, answer => GeminiBatchReader.Read(answer.Body), cancellation);
    }

    public override Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        InlineResults.LookAsync(channel, new HttpRequestMessage(HttpMethod.Get, channel.At(id)), GeminiBatchReader.InlineMember, (answer, _) => GeminiBatchReader.Read(answer), cancellation);

    public override Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At($"batches?pageSize={PageSize}{GeminiFiles.PageToken(page)}")),
        BatchChannel.CallLimit, answer => GeminiBatchReader.ReadList(answer.Body), cancellation);

    public override Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel
        .CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At($"{id}:cancel")), BatchChannel.CallLimit, cancellation)
        .OrEndedAsync(() => GetAsync(channel, id, cancellation));

    public override async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(id)), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    public override Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation) => part.IsFile
        ? channel.DownloadAsync(new HttpRequestMessage(HttpMethod.Get, GeminiFiles.Beside(channel, "download", $"{part.Reference}:download?alt=media")), to, cancellation)
        : InlineResults.DownloadAsync(channel, new HttpRequestMessage(HttpMethod.Get, channel.At(batchId)), GeminiBatchReader.InlineMember, to, cancellation);

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, GeminiLineReader.Read);

    /// <summary>The same body with the lines as its requests.</summary>
    private static JoinedLines Rows(JsonObject body, SpoolFile spool)
    {
        body["batch"]!["inputConfig"] = new JsonObject { ["requests"] = new JsonObject { ["requests"] = new JsonArray() } };
        var text = body.ToJsonString();
        var at = text.LastIndexOf("[]", StringComparison.Ordinal) + 1;
        return new(text[..at], spool, text[at..]);
    }
}

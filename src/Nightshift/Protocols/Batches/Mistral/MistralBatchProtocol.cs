using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Nightshift.Protocols.Batches.OpenAi;

namespace Nightshift.Protocols.Batches.Mistral;

/// <summary>
/// Mistral's batch jobs (platform-docs-public, 2026-08-21; recorded answers of 2026-08), with rows in a file or within the creation.
/// Lines have neither method nor url: the job has the endpoint and the model.
/// </summary>
internal sealed class MistralBatchProtocol : BatchProtocol
{
    /// <summary>Rows go up as a file.</summary>
    public static readonly MistralBatchProtocol InFile = new(uploadsFile: true);

    /// <summary>Rows go up with the creation; Mistral makes a file of them.</summary>
    public static readonly MistralBatchProtocol Inline = new(uploadsFile: false);

    private const string Jobs = "batch/jobs";
    private const int PageSize = 100;

    private MistralBatchProtocol(bool uploadsFile) => UploadsFile = uploadsFile;

    public override bool UploadsFile { get; }

    public override BatchMark Mark => BatchMark.Submission;

    public override void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body) =>
        RequestLine.Write(line, """{"custom_id":"""u8, customId, ""","body":"""u8, body, "}"u8);

    public override Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation) =>
        MistralFiles.UploadAsync(channel, file, cancellation);

    public override Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation) => MistralFiles.GetAsync(channel, id, cancellation);

    public override Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation) =>
        MistralFiles.ListAsync(channel, page, cancellation);

    public override Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation) => MistralFiles.DeleteAsync(channel, id, cancellation);

    public override Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation)
    {
        var job = new JsonObject
        {
            ["endpoint"] = "/v1/chat/completions",
            ["model"] = order.Model,
            ["metadata"] = new JsonObject { [OpenAiTraits.UsualMetadataName] = order.Submission },
            ["timeout_hours"] = 24,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At(Jobs))
        {
            Content = order.InputFile is { } file ? JsonContent.Create(WithFile(job, file)) : new JoinedLines($"{job.ToJsonString()[..^1]},\"requests\":[", order.Spool, "]}"),
        };
        return InlineResults.LookAsync(channel, request, MistralJobReader.InlineMember, MistralJobReader.Read, cancellation);
    }

    public override Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        InlineResults.LookAsync(channel, new HttpRequestMessage(HttpMethod.Get, channel.At(PathOf(id))), MistralJobReader.InlineMember, MistralJobReader.Read, cancellation);

    public override Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, channel.At($"{Jobs}?page={PageNumber.Of(page)}&page_size={PageSize}&order_by=-created"));
        return InlineResults.LookAsync(
            channel, request, MistralJobReader.InlineMember, (list, now) => PageNumber.Read(list, page, PageSize, job => MistralJobReader.Read(job, now)), cancellation);
    }

    public override Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel
        .CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At($"{PathOf(id)}/cancel")), BatchChannel.CallLimit, cancellation)
        .OrEndedAsync(() => GetAsync(channel, id, cancellation));

    public override async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(PathOf(id))), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    public override Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation) => part.IsFile
        ? MistralFiles.DownloadAsync(channel, part.Reference, to, cancellation)
        : InlineResults.DownloadAsync(
            channel, new HttpRequestMessage(HttpMethod.Get, channel.At($"{PathOf(batchId)}?inline=true")), MistralJobReader.InlineMember, to, cancellation);

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, OpenAiLine.Read);

    private static string PathOf(string id) => $"{Jobs}/{Uri.EscapeDataString(id)}";

    private static JsonObject WithFile(JsonObject job, string file)
    {
        job["input_files"] = new JsonArray(file);
        return job;
    }
}

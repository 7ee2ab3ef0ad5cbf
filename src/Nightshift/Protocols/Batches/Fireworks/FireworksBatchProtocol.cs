using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Nightshift.Protocols.Batches.Fireworks;

/// <summary>
/// Fireworks' batch inference jobs (fw python-sdk 8399c12; the answers' full shapes are unverified): a dataset in, a dataset out. We choose
/// the job's id, so that a second creation of the same one is refused.
/// </summary>
internal sealed class FireworksBatchProtocol : BatchProtocol
{
    public static readonly FireworksBatchProtocol Instance = new();

    private const string Jobs = "batchInferenceJobs";
    private const int PageSize = 100;

    public override bool UploadsFile => true;

    public override BatchMark Mark => BatchMark.Submission;

    public override void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body) =>
        RequestLine.Write(line, """{"custom_id":"""u8, customId, ""","body":"""u8, body, "}"u8);

    public override Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation) =>
        FireworksDatasets.UploadAsync(channel, file, cancellation);

    public override Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        FireworksDatasets.GetAsync(channel, id, cancellation);

    public override Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation) =>
        FireworksDatasets.ListAsync(channel, page, cancellation);

    public override Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        FireworksDatasets.DeleteAsync(channel, id, cancellation);

    public override async Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation)
    {
        var id = FireworksJobReader.IdOf(order.Submission);
        var job = new JsonObject
        {
            ["displayName"] = order.Submission, ["model"] = order.Model, ["inputDatasetId"] = order.InputFile, ["outputDatasetId"] = OutputOf(id),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At($"{Jobs}?batchInferenceJobId={id}")) { Content = JsonContent.Create(job) };
        var created = await channel.CallAsync(request, BatchChannel.CallLimit, answer => FireworksJobReader.Read(answer.Body), cancellation);
        // The id is ours alone: what is there under it is what an earlier try made.
        return created is Effect<RemoteBatch>.Refused { Refusal.Status: 409 } ? await GetAsync(channel, id, cancellation) : created;
    }

    public override Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(PathOf(id))), BatchChannel.CallLimit, answer => FireworksJobReader.Read(answer.Body), cancellation);

    public override Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At($"{Jobs}?pageSize={PageSize}{FireworksDatasets.PageToken(page)}")), BatchChannel.CallLimit,
        answer => FireworksDatasets.ReadList(answer.Body, Jobs, FireworksJobReader.Read), cancellation);

    public override Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel
        .CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At($"{PathOf(id)}:cancel")), BatchChannel.CallLimit, cancellation)
        .OrEndedAsync(() => GetAsync(channel, id, cancellation));

    /// <summary>The job, and the dataset that it was to fill: one that expired has filled it, and does not always say so.</summary>
    public override async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        await DeleteFileAsync(channel, OutputOf(id), cancellation) is not Effect<None>.Done and var failed ? failed : (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(PathOf(id))), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    public override Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation) =>
        FireworksDatasets.DownloadAsync(channel, part.Reference, to, cancellation);

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, FireworksLineReader.Read);

    private static string OutputOf(string id) => $"{id}-output";

    private static string PathOf(string id) => $"{Jobs}/{Uri.EscapeDataString(id)}";
}

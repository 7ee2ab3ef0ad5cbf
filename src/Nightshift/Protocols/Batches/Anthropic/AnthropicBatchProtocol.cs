using System.Buffers;

namespace Nightshift.Protocols.Batches.Anthropic;

/// <summary>
/// Anthropic's message batches (platform.claude.com, 2026-08-22; recorded answers of 2026-08): rows go up with the creation and come back
/// as one stream. There are no files, and a batch has neither name nor metadata.
/// </summary>
internal sealed class AnthropicBatchProtocol : BatchProtocol
{
    public static readonly AnthropicBatchProtocol Instance = new();

    private const string Batches = "v1/messages/batches";
    private const int PageSize = 100;

    public override bool UploadsFile => false;

    public override BatchMark Mark => BatchMark.RequestCount;

    public override void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body) =>
        RequestLine.Write(line, """{"custom_id":"""u8, customId, ""","params":"""u8, body, "}"u8);

    public override Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation) => throw NoFiles();

    public override Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation) => throw NoFiles();

    public override Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation) =>
        Task.FromResult<Effect<Page<RemoteFile>>>(new Effect<Page<RemoteFile>>.Done(new([], null)));

    public override Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        Task.FromResult<Effect<None>>(new Effect<None>.Done(default));

    public override Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Post, channel.At(Batches)) { Content = new JoinedLines("""{"requests":[""", order.Spool, "]}") },
        BatchChannel.TransferLimit, AnthropicBatchReader.Read, cancellation);

    public override Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At(PathOf(id))), BatchChannel.CallLimit, AnthropicBatchReader.Read, cancellation);

    public override Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation) => channel.CallAsync(
        new HttpRequestMessage(HttpMethod.Get, channel.At($"{Batches}?limit={PageSize}{(page is null ? "" : $"&after_id={Uri.EscapeDataString(page)}")}")),
        BatchChannel.CallLimit, AnthropicBatchReader.ReadList, cancellation);

    public override Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation) => channel
        .CallAsync(new HttpRequestMessage(HttpMethod.Post, channel.At($"{PathOf(id)}/cancel")), BatchChannel.CallLimit, cancellation)
        .OrEndedAsync(() => GetAsync(channel, id, cancellation));

    public override async Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        (await channel.CallAsync(new HttpRequestMessage(HttpMethod.Delete, channel.At(PathOf(id))), BatchChannel.CallLimit, cancellation)).DoneAlso(404);

    // By its own path and not by the address that the batch names: it is the same one with the provider (2026-08), and some servers
    // that speak for it name a host that is not theirs (stdapi.ai#161).
    public override Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation) =>
        channel.DownloadAsync(new HttpRequestMessage(HttpMethod.Get, channel.At($"{PathOf(batchId)}/results")), to, cancellation);

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, AnthropicLineReader.Read);

    private static string PathOf(string id) => $"{Batches}/{Uri.EscapeDataString(id)}";

    private static NotSupportedException NoFiles() => new("the rows go up with the creation");
}

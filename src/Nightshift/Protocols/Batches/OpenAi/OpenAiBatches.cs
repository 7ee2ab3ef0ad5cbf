using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Nightshift.Protocols.Batches.OpenAi;

/// <summary>OpenAI's files and batches (Batch guide and openapi.yaml, 2026-07 and 2026-08), and everybody's who follows them.</summary>
internal class OpenAiBatches : BatchProtocol
{
    private const int BatchesPerPage = 100;
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly byte[] _opening;

    public OpenAiBatches(OpenAiTraits traits)
    {
        Traits = traits;
        _opening = Encoding.UTF8.GetBytes($$""","method":"POST","url":{{ChatRequestWriter.Quoted(traits.Url)}},"body":""");
    }

    public OpenAiTraits Traits { get; }

    public override bool UploadsFile => true;

    public override BatchMark Mark => BatchMark.InputFile;

    public override void WriteLine(IBufferWriter<byte> line, string customId, ReadOnlySpan<byte> body)
    {
        line.Write("{\"custom_id\":"u8);
        Encoding.UTF8.GetBytes(ChatRequestWriter.Quoted(customId), line);
        line.Write(_opening);
        BodyLine.Write(line, body);
        line.Write("}"u8);
    }

    public override Task<Effect<RemoteFile>> UploadAsync(BatchChannel channel, SpoolFile file, CancellationToken cancellation)
    {
        List<(string, string)> fields = [];
        if (Traits.Purpose is { } purpose)
            fields.Add(("purpose", purpose));
        if (Traits.UploadLife is { } life)
            fields.AddRange([("expires_after[anchor]", "created_at"), ("expires_after[seconds]", life.TotalSeconds.ToString())]);
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At("files")) { Content = UploadForm.Of(file, "application/jsonl", [.. fields]) };
        return channel.CallAsync(request, BatchChannel.TransferLimit, static answer => OpenAiReader.File(answer.Body), cancellation);
    }

    public override Task<Effect<RemoteFile>> GetFileAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        channel.CallAsync(Get(channel, $"files/{Escape(id)}"), BatchChannel.CallLimit, static answer => OpenAiReader.File(answer.Body), cancellation);

    public override Task<Effect<Page<RemoteFile>>> ListFilesAsync(BatchChannel channel, string? page, CancellationToken cancellation)
    {
        var path = $"files{Query(Traits.Purpose is { } purpose ? $"purpose={purpose}" : null, page)}";
        return channel.CallAsync(Get(channel, path), BatchChannel.CallLimit, answer => OpenAiReader.Page(answer.Body, OpenAiReader.File, file => file.Id), cancellation);
    }

    public override async Task<Effect<None>> DeleteFileAsync(BatchChannel channel, string id, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, channel.At($"files/{Escape(id)}"));
        return (await channel.CallAsync(request, BatchChannel.CallLimit, cancellation)).DoneAlso(404);
    }

    public override Task<Effect<RemoteBatch>> CreateAsync(BatchChannel channel, BatchOrder order, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At("batches")) { Content = Json(json => WriteOrder(json, order)) };
        return channel.CallAsync(request, BatchChannel.CallLimit, Read, cancellation);
    }

    public override Task<Effect<RemoteBatch>> GetAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        channel.CallAsync(Get(channel, $"batches/{Escape(id)}"), BatchChannel.CallLimit, Read, cancellation);

    public override Task<Effect<Page<RemoteBatch>>> ListAsync(BatchChannel channel, string? page, CancellationToken cancellation)
    {
        var path = $"batches{Query($"limit={BatchesPerPage}", page)}";
        return channel.CallAsync(
            Get(channel, path), BatchChannel.CallLimit, answer => OpenAiReader.Page(answer.Body, item => Read(answer with { Body = item }), batch => batch.Id), cancellation);
    }

    public override async Task<Effect<None>> CancelAsync(BatchChannel channel, string id, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, channel.At(CancelPath(Escape(id))));
        // 409 with "Cannot cancel a batch with status 'completed'" (ogx's record of real answers, 2026).
        return (await channel.CallAsync(request, BatchChannel.CallLimit, cancellation)).DoneAlso(409);
    }

    public override Task<Effect<None>> DeleteAsync(BatchChannel channel, string id, CancellationToken cancellation) =>
        Task.FromResult<Effect<None>>(new Effect<None>.Done(default));

    public override Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation) =>
        channel.DownloadAsync(Get(channel, $"files/{Escape(part.Reference)}/content"), to, cancellation);

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, OpenAiLine.Read);

    /// <summary>The same with other traits.</summary>
    public virtual OpenAiBatches With(OpenAiTraits traits) => new(traits);

    protected virtual string CancelPath(string id) => $"batches/{id}/cancel";

    protected virtual RemoteBatch? Read(ChannelAnswer answer) => OpenAiReader.Batch(answer, Traits.MetadataName);

    protected virtual void WriteOrder(Utf8JsonWriter json, BatchOrder order)
    {
        json.WriteString("input_file_id"u8, order.InputFile);
        json.WriteString("endpoint"u8, Traits.Url);
        json.WriteString("completion_window"u8, $"{Traits.Window.TotalHours:0}h");
        if (Traits.DeletesInput)
            json.WriteBoolean("auto_delete_input_file"u8, false);
        if (Traits.MetadataName is { } name)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString(name, order.Submission);
            json.WriteEndObject();
        }
    }

    protected static HttpRequestMessage Get(BatchChannel channel, string path) => new(HttpMethod.Get, channel.At(path));

    /// <summary>A query of those parts that there are; a page is asked for with a part of its own.</summary>
    protected static string Query(params ReadOnlySpan<string?> parts)
    {
        var query = string.Join('&', parts.ToArray().Where(part => part is not null));
        return query.Length == 0 ? "" : $"?{query}";
    }

    protected static string Escape(string id) => Uri.EscapeDataString(id);

    private static ByteArrayContent Json(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return new(body.WrittenSpan.ToArray()) { Headers = { ContentType = JsonType } };
    }
}

using System.Text.Json;

namespace Nightshift.Protocols.Batches.OpenAi;

/// <summary>
/// xAI: OpenAI's files and lines; batches with a name, without a status and without an endpoint, whose results come in pages
/// (xai-sdk-python, proto v6; recorded answers of 2026-08).
/// </summary>
internal sealed class XAiBatches(OpenAiTraits traits) : OpenAiBatches(traits)
{
    private const int ResultsPerPage = 100;

    public override BatchMark Mark => BatchMark.Submission;

    /// <summary>Writes the results page by page.</summary>
    public override async Task<Effect<long>> DownloadAsync(BatchChannel channel, string batchId, ResultPart part, Stream to, CancellationToken cancellation)
    {
        var written = 0L;
        string? page = null;
        while (true)
        {
            var path = $"batches/{Escape(batchId)}/results{Query($"limit={ResultsPerPage}", page)}";
            var effect = await channel.CallAsync(Get(channel, path), BatchChannel.TransferLimit, static answer => ResultPage.Read(answer.Body), cancellation);
            if (effect is not Effect<ResultPage>.Done(var results, var serverTime))
                return effect.Failed<ResultPage, long>();
            foreach (var line in results.Lines)
            {
                await to.WriteAsync(line, cancellation);
                written += line.Length;
            }

            if (results.Next is null)
                return new Effect<long>.Done(written, serverTime);
            if (results.Next == page)
                return new Effect<long>.Unclear("the results name the same page as the next one");
            page = results.Next;
        }
    }

    public override BatchLine ReadLine(ReadOnlyMemory<byte> line) => ResultLines.Read(line, XAiReader.Line);

    public override OpenAiBatches With(OpenAiTraits traits) => new XAiBatches(traits);

    protected override string CancelPath(string id) => $"batches/{id}:cancel";

    protected override RemoteBatch? Read(ChannelAnswer answer) => XAiReader.Batch(answer);

    protected override void WriteOrder(Utf8JsonWriter json, BatchOrder order)
    {
        json.WriteString("name"u8, order.Submission);
        json.WriteString("input_file_id"u8, order.InputFile);
    }

    private sealed record ResultPage(IReadOnlyList<byte[]> Lines, string? Next)
    {
        public static ResultPage? Read(JsonElement answer) => Json.Member(answer, "results") is not { ValueKind: JsonValueKind.Array } results ? null : new(
            [.. results.EnumerateArray().Select(ResultLines.Of)],
            Json.Word(answer, "pagination_token") is { } token ? $"pagination_token={Uri.EscapeDataString(token)}" : null);
    }
}

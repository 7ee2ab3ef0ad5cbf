using System.Text.Json;

namespace Nightshift.Protocols.Batches.Anthropic;

/// <summary>Reads a message batch.</summary>
internal static class AnthropicBatchReader
{
    public static RemoteBatch? Read(ChannelAnswer answer) => Read(answer.Body, answer.Headers.Date) is { } batch ? batch with { RetryAfter = answer.RetryAfter } : null;

    public static Page<RemoteBatch>? ReadList(ChannelAnswer answer)
    {
        var data = Json.Member(answer.Body, "data");
        if (data.ValueKind != JsonValueKind.Array)
            return null;
        var more = Json.Member(answer.Body, "has_more").ValueKind == JsonValueKind.True;
        return new([.. data.EnumerateArray().Select(batch => Read(batch, answer.Headers.Date)).OfType<RemoteBatch>()], more ? Json.Word(answer.Body, "last_id") : null);
    }

    private static RemoteBatch? Read(JsonElement batch, DateTimeOffset? now)
    {
        if (Json.Word(batch, "id") is not { } id)
            return null;
        var counts = Json.Member(batch, "request_counts");
        var (cancelled, expired) = (Json.Count(counts, "canceled"), Json.Count(counts, "expired"));
        // Until the end all but "processing" are 0; the sum is always the total (Batch guide, 2026-08).
        var done = Json.Count(counts, "succeeded") + Json.Count(counts, "errored") + cancelled + expired;
        var total = done + Json.Count(counts, "processing");
        var word = Json.Text(batch, "processing_status") ?? "";
        var address = Json.Word(batch, "archived_at") is null ? Json.Word(batch, "results_url") : null;
        return new RemoteBatch
        {
            Id = id,
            // It only ends; how, its counts say. It never fails as a whole.
            Status = word != "ended" ? StatusWord.Read(word)
                : address is null && Json.Word(batch, "archived_at") is null && LateResults.MayCome(Json.Time(batch, "ended_at"), now) ? RemoteStatus.Finalizing
                : cancelled > 0 ? RemoteStatus.Cancelled
                : expired > 0 ? RemoteStatus.Expired
                : RemoteStatus.Completed,
            StatusWord = word,
            CreatedAt = Json.Time(batch, "created_at"),
            ExpiresAt = Json.Time(batch, "expires_at"),
            Total = total > 0 ? total : null,
            Done = total > 0 ? done : null,
            Results = word == "ended" && address is not null ? [new ResultPart("output", address, IsFile: false)] : [],
        };
    }
}

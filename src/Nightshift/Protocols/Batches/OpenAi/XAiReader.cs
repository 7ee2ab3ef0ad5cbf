using System.Text.Json;

namespace Nightshift.Protocols.Batches.OpenAi;

/// <summary>Reads xAI's batches and results (recorded answers of 2026-08; where errors stand in a result is unverified, so both places are read).</summary>
internal static class XAiReader
{
    /// <summary>A batch; null when it has no id. There is no status: what there is to count and when it was told to stop say where it is.</summary>
    public static RemoteBatch? Batch(ChannelAnswer answer)
    {
        var batch = answer.Body;
        if (Json.Word(batch, "batch_id") is not { } id)
            return null;
        var state = Json.Member(batch, "state");
        var (total, pending) = (Json.CountOrNull(state, "num_requests"), Json.CountOrNull(state, "num_pending"));
        var status = Status(batch, state, total, pending, answer.Headers.Date);
        return new RemoteBatch
        {
            Id = id,
            Status = status,
            StatusWord = status.ToString().ToLowerInvariant(),
            InputFile = Json.Word(batch, "input_file_id"),
            Submission = Json.Word(batch, "name"),
            CreatedAt = Json.Time(batch, "create_time"),
            ExpiresAt = Json.Time(batch, "expire_time"),
            Total = total is > 0 ? total : null,
            Done = total is > 0 ? total - pending : null,
            Results = status.HasEnded() && total > 0 ? [new("output", id, IsFile: false)] : [],
            Faults = Json.Word(batch, "cancel_by_xai_message") is { } message ? [new(null, message, null)] : [],
            RetryAfter = answer.RetryAfter,
        };
    }

    /// <summary>A result: a chat completion, whichever endpoint the line named.</summary>
    public static BatchLine Line(JsonElement line, ReadOnlyMemory<byte> bytes)
    {
        if (Json.Word(line, "batch_request_id") is not { } customId)
            return new BatchLine.Malformed("no batch_request_id");
        var result = Json.Member(line, "batch_result");
        var answer = Json.Member(Json.Member(result, "response"), "chat_get_completion");
        if (answer.ValueKind is not JsonValueKind.Undefined)
            return new BatchLine.Answered(customId, 200, ResultLines.Slice(bytes, answer), RequestId: null);
        var error = Json.Member(result, "error") is { ValueKind: JsonValueKind.Object } within ? within : Json.Member(line, "error");
        var message = Json.Word(error, "message") ?? Json.Word(line, "error_message");
        if (message is null)
            return new BatchLine.Malformed("neither a response nor an error");
        return Json.CountOrNull(error, "code") is >= 400 and < 600 and var status
            ? new BatchLine.Answered(customId, (int)status, OpenAiLine.Wrapped(ResultLines.Slice(bytes, error).Span), RequestId: null)
            : new BatchLine.NotDone(customId, NotDoneCause.Failed, message);
    }

    private static RemoteStatus Status(JsonElement batch, JsonElement state, long? total, long? pending, DateTimeOffset? now)
    {
        var isToStop = Json.Word(batch, "cancel_time") is not null || Json.Word(batch, "cancel_by_xai_message") is not null;
        return (total, pending) switch
        {
            _ when isToStop && (pending is 0 || total is 0) => Json.Count(state, "num_cancelled") > 0 || total is 0 ? RemoteStatus.Cancelled : RemoteStatus.Completed,
            _ when Json.Word(batch, "cancel_by_xai_message") is not null => RemoteStatus.Cancelled,
            ( > 0, 0) => Json.Count(state, "num_cancelled") > 0 ? RemoteStatus.Cancelled : RemoteStatus.Completed,
            _ when now >= Json.Time(batch, "expire_time") => RemoteStatus.Expired,
            _ when isToStop => RemoteStatus.Cancelling,
            (0, _) => RemoteStatus.Waiting,
            _ => RemoteStatus.Running,
        };
    }
}

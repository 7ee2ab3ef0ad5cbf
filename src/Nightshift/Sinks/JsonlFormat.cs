using System.Buffers;
using System.Text.Json;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>One JSON object a row: everything that is known of it, the input record as it was.</summary>
internal sealed class JsonlFormat(OutputShape shape) : RowFormat
{
    private readonly JsonLine _line = new();

    public override void WriteRow(ArrayBufferWriter<byte> output, RowResult row)
    {
        var json = _line.Begin(output);
        json.WriteString("id"u8, row.UserId);
        json.WriteNumber("index"u8, row.Id.Index);
        _line.WriteRaw("row"u8, row.Record.Span);
        WriteOutput(json, row.Answer);
        json.WriteString("status"u8, RowWords.Status(row.State));
        WriteError(json, row);
        json.WriteString("model"u8, row.Answer?.Model);
        json.WriteString("mode"u8, row.State == RowState.Succeeded ? RowWords.Mode(row.Mode) : null);
        WriteUsage(json, row.Usage);
        _line.WriteUsd("cost_usd"u8, row.CostUsd);
        json.WriteNumber("attempts"u8, row.Attempts);
        _line.End(output);
    }

    private void WriteOutput(Utf8JsonWriter json, Answer? answer)
    {
        if (shape.AnswerIsJson && answer is not null)
            _line.WriteJsonOrText("output"u8, answer.Output);
        else
            json.WriteString("output"u8, answer?.Output);
    }

    private static void WriteError(Utf8JsonWriter json, RowResult row)
    {
        if (row is { ErrorCode: null, Error: null })
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, row.ErrorCode);
        json.WriteString("message"u8, row.Error);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, Usage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.InputTokens);
        json.WriteNumber("output_tokens"u8, usage.OutputTokens);
        json.WriteNumber("cached_input_tokens"u8, usage.CachedInputTokens);
        json.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        // Few providers bill for writing into their cache, and few rows do it.
        if (usage.CacheWriteTokens + usage.HourCacheWriteTokens is > 0 and var written)
            json.WriteNumber("cache_write_tokens"u8, written);
        json.WriteEndObject();
    }
}

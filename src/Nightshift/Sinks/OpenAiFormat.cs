using System.Buffers;
using Nightshift.Model;

namespace Nightshift.Sinks;

/// <summary>
/// The lines of OpenAI's batch output and error files, in one file and in input order: what reads theirs reads this. A row that is not
/// answered has its error and no response; <c>request_id</c> is ours, for it is this batch that answered.
/// </summary>
internal sealed class OpenAiFormat : RowFormat
{
    private readonly JsonLine _line = new();

    public override void WriteRow(ArrayBufferWriter<byte> output, RowResult row)
    {
        var json = _line.Begin(output);
        json.WriteString("id"u8, $"batch_req_{row.Id.Job}_{row.Id.Index}");
        json.WriteString("custom_id"u8, row.UserId ?? $"row-{row.Id.Index}");
        if (row.Answer is { } answer)
        {
            json.WriteStartObject("response"u8);
            json.WriteNumber("status_code"u8, 200);
            json.WriteString("request_id"u8, $"req_{row.Id.Job}_{row.Id.Index}");
            _line.WriteRaw("body"u8, answer.Body.Span);
            json.WriteEndObject();
            json.WriteNull("error"u8);
        }
        else
        {
            json.WriteNull("response"u8);
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, row.ErrorCode ?? Code(row.State));
            json.WriteString("message"u8, row.Error ?? $"This request is {RowWords.Status(row.State)}.");
            json.WriteEndObject();
        }

        _line.End(output);
    }

    // The provider's own words for what was never executed.
    private static string Code(RowState state) => state switch
    {
        RowState.Expired => "batch_expired",
        RowState.Cancelled => "batch_cancelled",
        _ => RowWords.Status(state),
    };
}

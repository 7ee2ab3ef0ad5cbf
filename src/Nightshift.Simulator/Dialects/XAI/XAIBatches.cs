using System.Globalization;
using System.Text.Json;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.XAI;

/// <summary>xAI's batches: made of a file, or made empty and filled call by call.</summary>
internal static class XAIBatches
{
    private const int MostResults = 100;
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private static readonly BatchTwist[] Twists =
    [
        BatchTwist.Expired, BatchTwist.Cancelled, BatchTwist.Stuck, BatchTwist.Vanished, BatchTwist.HiddenFromList, BatchTwist.SlowCancel, BatchTwist.CancelTooLate,
        BatchTwist.CountsAsStrings, BatchTwist.CountsNull, BatchTwist.ErrorLines, BatchTwist.ResultsShuffled,
    ];

    public static Refusal? Create(DialectCall call)
    {
        if (call.Text("name") is not { Length: > 0 } name)
            return Refusal.Invalid("name is required");
        var number = call.Provider.NextThing();
        var order = new BatchOrder { Id = "batch_" + Ids.Uuid(number), Format = XAILines.Instance, Name = name };
        if (call.Text("input_file_id") is { } fileId)
        {
            if (call.Account.FindFile(fileId, call.Key) is not { } file)
                return new(404, "not_found", $"File not found: {fileId}");
            order = order with { Input = file, InputFileId = fileId };
            order = order with { Checked = InputCheck.Run(order) };
            if (order.Checked.Faults is [var fault, ..])
                return Refusal.Invalid(fault.Message);
        }

        call.DrawFrom(order);
        var batch = call.Open(order, call.Plan(CallKind.Create, Twists.Contains), number);
        Write(call.Json, batch, batch.Fresh());
        return null;
    }

    /// <summary>Adds rows. With each call the batch's time begins anew.</summary>
    public static Refusal? Add(DialectCall call)
    {
        if (Find(call, call.Path[1]) is not { } batch)
            return Unknown;
        if (batch.Order.InputFileId is not null)
            return Refusal.Invalid("The batch was made of a file and takes no further requests.");
        var rows = batch.Order.Input ?? call.KeepItems(batch.Order.Id);
        if (rows.Path != call.Spooled!.Path)
        {
            using var from = Spool.Read(call.Spooled.Path);
            using var to = new FileStream(rows.Path, FileMode.Append, FileAccess.Write);
            from.CopyTo(to);
        }

        batch.Refill(rows);
        call.Json.WriteNullValue();
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (Find(call, call.Path[1]) is not { } batch)
            return Unknown;
        Write(call.Json, batch, batch.Look(poll: true));
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("batches"u8);
        foreach (var batch in call.Account.ListBatches(call.Key))
            Write(call.Json, batch, batch.Look());
        call.Json.WriteEndArray();
        call.Json.WriteNull("pagination_token"u8);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? Cancel(DialectCall call)
    {
        if (Find(call, call.Path[1][..^":cancel".Length]) is not { } batch)
            return Unknown;
        batch.Cancel();
        Write(call.Json, batch, batch.Look());
        return null;
    }

    /// <summary>A page of results; while the batch runs there are none yet.</summary>
    public static Refusal? Results(DialectCall call)
    {
        if (Find(call, call.Path[1]) is not { } batch)
            return Unknown;
        var from = Number(call.Query("pagination_token"), 0);
        var size = Math.Clamp(Number(call.Query("limit"), MostResults), 1, MostResults);
        var view = batch.Look();
        call.Json.WriteStartObject();
        call.Json.WriteStartArray("results"u8);
        var lines = view is { IsOver: true, Output: { } file } ? JsonLines.Read(file.Path).Where(line => line.Length > 0).Skip(from) : [];
        var written = 0;
        var more = false;
        foreach (var line in lines)
        {
            if (more = written == size)
                break;
            call.Json.WriteRawValue(line.Span, skipInputValidation: true);
            written++;
        }

        call.Json.WriteEndArray();
        call.Json.WriteString("pagination_token"u8, more ? (from + written).ToString() : null);
        call.Json.WriteEndObject();
        return null;
    }

    private static Refusal Unknown => new(404, "not_found", "Batch not found.");

    private static Batch? Find(DialectCall call, string id) => call.Account.FindBatch(id, call.Key);

    private static int Number(string? text, int usual) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    private static void Write(Utf8JsonWriter json, Batch batch, BatchView view)
    {
        var rows = batch.Order.Input is null ? 0 : batch.Validation.Lines;
        json.WriteStartObject();
        json.WriteString("batch_id"u8, batch.Order.Id);
        json.WriteString("name"u8, batch.Order.Name);
        json.WriteString("create_time"u8, Time(batch.CreatedAt));
        json.WriteString("expire_time"u8, Time(batch.CreatedAt + Life));
        json.WriteString("create_api_key_id"u8, Ids.Uuid(1));
        json.WriteString("cancel_time"u8, view.CancelAskedAt is { } asked ? Time(asked) : null);
        json.WriteString("cancel_by_xai_message"u8, view.Stage == Stage.Cancelled && view.CancelAskedAt is null ? "The batch was cancelled by xAI." : null);
        if (batch.Order.InputFileId is { } file)
            json.WriteString("input_file_id"u8, file);
        json.WriteStartObject("state"u8);
        TwistedCount.Write(json, "num_requests", rows, batch.Plan);
        TwistedCount.Write(json, "num_pending", view.Stage switch { Stage.Expired or Stage.Cancelled or Stage.Completed => 0, _ => rows - view.Completed }, batch.Plan);
        TwistedCount.Write(json, "num_success", view.Completed, batch.Plan);
        TwistedCount.Write(json, "num_error", view.Stage == Stage.Expired ? view.Failed : view.Failed - view.Undone, batch.Plan);
        TwistedCount.Write(json, "num_cancelled", view.Stage == Stage.Cancelled ? view.Undone : 0, batch.Plan);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
}

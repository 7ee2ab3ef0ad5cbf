using System.Globalization;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Anthropic;

/// <summary>Anthropic's message batches.</summary>
internal sealed class AnthropicBatches
{
    private const int UsualPage = 20;
    private const int MostListed = 1000;

    // The twists of files have nothing to hold on to here, and a batch never fails as a whole.
    private static readonly BatchTwist[] Twists =
    [
        BatchTwist.Expired, BatchTwist.Cancelled, BatchTwist.Stuck, BatchTwist.StuckFinalizing, BatchTwist.Vanished, BatchTwist.HiddenFromList, BatchTwist.LateOutput,
        BatchTwist.CountsAsStrings, BatchTwist.CountsNull, BatchTwist.UnknownStatus, BatchTwist.StatusRegression, BatchTwist.SlowCancel, BatchTwist.CancelTooLate,
        BatchTwist.CancelLosesRows, BatchTwist.ErrorLines, BatchTwist.ResultsShuffled, BatchTwist.ResultsTruncated, BatchTwist.ResultsCrLf,
        BatchTwist.ResultsByteOrderMark, BatchTwist.ForeignResultsUrl,
    ];

    private readonly AnthropicLines _lines = new();

    public Refusal? Create(DialectCall call)
    {
        if (call.Member("requests") is null)
            return Refusal.Invalid("requests: Field required");
        var number = call.Provider.NextThing();
        var id = "msgbatch_01" + Ids.Alnum(number, 22);
        var order = new BatchOrder { Id = id, Format = _lines, Endpoint = EndpointSet.Messages, Input = call.KeepItems(id) };
        // Ids are looked at before the batch exists, the requests themselves only when they run.
        var validation = InputCheck.Run(order);
        if (validation.Faults is [var fault, ..])
            return fault.Code == "request_too_large" ? new(413, fault.Code, fault.Message) : Refusal.Invalid(fault.Message);
        call.DrawFrom(order);
        var batch = call.Open(order with { Checked = validation }, call.Plan(CallKind.Create, Twists.Contains), number);
        AnthropicBatchJson.Write(call, batch, batch.Fresh());
        return null;
    }

    public static Refusal? Show(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        var view = batch.Look(poll: true);
        // Recorded 2026-08: polls of a batch that runs ask for ten seconds.
        if (!view.IsOver)
            call.Reply.Add("retry-after", "10");
        AnthropicBatchJson.Write(call, batch, view);
        return null;
    }

    public static Refusal? List(DialectCall call)
    {
        var limit = UsualPage;
        if (call.Query("limit") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostListed))
            return Refusal.Invalid($"limit: Input should be between 1 and {MostListed}");
        var all = call.Account.ListBatches(call.Key).ToList();
        if (call.Query("after_id") is { } after)
            all = all[(all.FindIndex(batch => batch.Order.Id == after) + 1)..];
        else if (call.Query("before_id") is { } before && all.FindIndex(batch => batch.Order.Id == before) is >= 0 and var at)
            all = all[Math.Max(0, at - limit)..at];
        AnthropicBatchJson.WriteList(call, [.. all.Take(limit)], all.Count > limit);
        return null;
    }

    public static Refusal? Results(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        var view = batch.Look();
        if (!view.IsOver || batch.FilesAreLate)
            return new(404, "not_found_error", $"Batch `{batch.Order.Id}` has no available results.");
        call.SendFile(view.Output?.Path ?? batch.Account.Provider.Spool.Empty(), "application/x-jsonl", $"attachment; filename*=utf-8''{batch.Order.Id}_results.jsonl");
        return null;
    }

    public static Refusal? Cancel(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        // What a cancel of an ended batch answers is unverified.
        if (!batch.Cancel())
            return Refusal.Invalid($"Batch {batch.Order.Id} cannot be canceled because it has already ended.");
        AnthropicBatchJson.Write(call, batch, batch.Look());
        return null;
    }

    public static Refusal? Delete(DialectCall call)
    {
        if (Find(call) is not { } batch)
            return Unknown(call);
        if (!batch.Look().IsOver)
            return Refusal.Invalid($"Batch {batch.Order.Id} cannot be deleted while it is still in progress. Cancel it first.");
        call.Delete(batch);
        call.Json.WriteStartObject();
        call.Json.WriteString("id"u8, batch.Order.Id);
        call.Json.WriteString("type"u8, "message_batch_deleted"u8);
        call.Json.WriteEndObject();
        return null;
    }

    public static Refusal? CountTokens(DialectCall call)
    {
        return TokenCount.Write(call, MessagesEndpoint.Counted.Parse(call.Body), "input_tokens");
    }

    private static Batch? Find(DialectCall call) => call.Account.FindBatch(call.Path[3], call.Key);

    private static Refusal Unknown(DialectCall call) => new(404, "not_found_error", $"Batch `{call.Path[3]}` not found.");
}

using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Anthropic;

/// <summary>Anthropic: messages, and batches of them that come and go inline (platform.claude.com, 2026-08-22; recorded answers of 2026-08).</summary>
internal sealed class AnthropicDialect : Dialect
{
    public static readonly Dialect Instance = new AnthropicDialect();

    private readonly AnthropicBatches _batches = new();

    public override ErrorShape Errors => ErrorShapes.Anthropic;

    public override LimitStyle Limits => LimitStyle.Anthropic;

    public override Operation? Find(string method, string[] path) => path switch
    {
        ["v1", "messages"] => method == "POST" ? new Operation.Live(EndpointSet.Messages) : new Operation.WrongMethod(),
        ["v1", "messages", "count_tokens"] => method == "POST" ? new Operation.Keep(CallKind.Chat, Bodies.Json, AnthropicBatches.CountTokens) : new Operation.WrongMethod(),
        ["v1", "models"] => new Operation.Models(Name: null),
        ["v1", "messages", "batches"] => method switch
        {
            "POST" => new Operation.Keep(CallKind.Create, Bodies.Items("requests"), _batches.Create),
            "GET" => new Operation.Keep(CallKind.List, Bodies.None, AnthropicBatches.List),
            _ => new Operation.WrongMethod(),
        },
        ["v1", "messages", "batches", _] => method switch
        {
            "GET" => new Operation.Keep(CallKind.Poll, Bodies.None, AnthropicBatches.Show),
            "DELETE" => new Operation.Keep(CallKind.Delete, Bodies.None, AnthropicBatches.Delete),
            _ => new Operation.WrongMethod(),
        },
        ["v1", "messages", "batches", _, "results"] when method == "GET" => new Operation.Keep(CallKind.Download, Bodies.None, AnthropicBatches.Results),
        ["v1", "messages", "batches", _, "cancel"] when method == "POST" => new Operation.Keep(CallKind.Cancel, Bodies.None, AnthropicBatches.Cancel),
        _ => null,
    };

    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null ? null : new()
    {
        Id = batch.Order.Id + "_results",
        Name = batch.Order.Id + "_results.jsonl",
        Purpose = "results",
        Path = path,
        Bytes = new FileInfo(path).Length,
        CreatedAt = createdAt,
        Arrival = arrival,
        MadeBy = batch,
        IsPart = true,
    };
}

using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Dialects.OpenAI;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.XAI;

/// <summary>xAI: live calls and files as OpenAI's, batches without a status whose results come in pages (xai-sdk-python; recorded answers of 2026-08).</summary>
internal sealed class XAIDialect : Dialect
{
    public static readonly Dialect Instance = new XAIDialect();

    private static readonly OpenAIFiles Files = new(new() { PurposeRequired = false });

    public override ErrorShape Errors => ErrorShapes.XAI;

    public override Operation? Find(string method, string[] path) => (method, path) switch
    {
        ("POST", ["files"]) => new Operation.Keep(CallKind.Upload, Bodies.Form, Files.Upload),
        ("GET", ["files"]) => new Operation.Keep(CallKind.List, Bodies.None, Files.List),
        ("GET", ["files", _]) => new Operation.Keep(CallKind.File, Bodies.None, OpenAIFiles.Show),
        ("DELETE", ["files", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, OpenAIFiles.Delete),
        ("GET", ["files", _, "content"]) => new Operation.Keep(CallKind.Download, Bodies.None, OpenAIFiles.Send),
        ("POST", ["batches"]) => new Operation.Keep(CallKind.Create, Bodies.Json, XAIBatches.Create),
        ("GET", ["batches"]) => new Operation.Keep(CallKind.List, Bodies.None, XAIBatches.List),
        ("POST", ["batches", _, "requests"]) => new Operation.Keep(CallKind.Create, Bodies.Items("batch_requests"), XAIBatches.Add),
        ("GET", ["batches", _, "results"]) => new Operation.Keep(CallKind.Download, Bodies.None, XAIBatches.Results),
        ("POST", ["batches", var id]) when id.EndsWith(":cancel", StringComparison.Ordinal) => new Operation.Keep(CallKind.Cancel, Bodies.None, XAIBatches.Cancel),
        ("GET", ["batches", _]) => new Operation.Keep(CallKind.Poll, Bodies.None, XAIBatches.Show),
        _ => OpenAIDialects.LiveOnly.Find(method, path),
    };

    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null ? null : new()
    {
        Id = batch.Order.Id + "_results", Name = batch.Order.Id, Purpose = "results", Path = path, Bytes = 0, CreatedAt = createdAt, Arrival = arrival, MadeBy = batch, IsPart = true,
    };
}

using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Dialects.OpenAI;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Together;

/// <summary>Together: live calls as OpenAI's, uploads by redirect to a store, a wrapped create, a bare list (togethercomputer/openapi, 2026-04-28).</summary>
internal sealed class TogetherDialect : Dialect
{
    public static readonly Dialect Instance = new TogetherDialect();

    public override ErrorShape Errors => ErrorShapes.Together;

    public override bool QueuesTokens => true;

    public override Operation? Find(string method, string[] path) => (method, path) switch
    {
        ("POST", ["files"]) => new Operation.Keep(CallKind.Upload, Bodies.Form, TogetherFiles.Announce),
        ("POST", ["files", "upload"]) => new Operation.Keep(CallKind.Upload, Bodies.Form, TogetherFiles.Upload),
        ("PUT", ["store", _]) => new Operation.Keep(CallKind.Upload, Bodies.Raw, TogetherFiles.Put) { Keyless = true },
        ("POST", ["files", _, "preprocess"]) => new Operation.Keep(CallKind.Upload, Bodies.None, TogetherFiles.Preprocess),
        ("GET", ["files"]) => new Operation.Keep(CallKind.List, Bodies.None, TogetherFiles.List),
        ("GET", ["files", _]) => new Operation.Keep(CallKind.File, Bodies.None, TogetherFiles.Show),
        ("DELETE", ["files", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, TogetherFiles.Delete),
        ("GET", ["files", _, "content"]) => new Operation.Keep(CallKind.Download, Bodies.None, TogetherFiles.Send),
        ("POST", ["batches"]) => new Operation.Keep(CallKind.Create, Bodies.Json, TogetherBatches.Create),
        ("GET", ["batches"]) => new Operation.Keep(CallKind.List, Bodies.None, TogetherBatches.List),
        ("GET", ["batches", _]) => new Operation.Keep(CallKind.Poll, Bodies.None, TogetherBatches.Show),
        ("POST", ["batches", _, "cancel"]) => new Operation.Keep(CallKind.Cancel, Bodies.None, TogetherBatches.Cancel),
        _ => OpenAIDialects.LiveOnly.Find(method, path),
    };

    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null ? null : new()
    {
        Id = "file-" + Ids.Uuid(batch.Number + (isError ? 2UL : 1UL)),
        Name = $"{batch.Order.Id}-{(isError ? "error" : "output")}.jsonl",
        Purpose = "batch-api",
        Path = path,
        Bytes = new FileInfo(path).Length,
        CreatedAt = createdAt,
        Arrival = arrival,
        Key = batch.Order.Key,
        MadeBy = batch,
    };
}

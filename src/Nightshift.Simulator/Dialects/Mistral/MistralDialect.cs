using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Dialects.OpenAI;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Mistral;

/// <summary>Mistral: live calls as OpenAI's, files and batch jobs of its own (platform-docs-public, 2026-08-21; recorded answers of 2026-08).</summary>
internal sealed class MistralDialect : Dialect
{
    public static readonly Dialect Instance = new MistralDialect();

    public override ErrorShape Errors => ErrorShapes.Mistral;

    public override Operation? Find(string method, string[] path) => (method, path) switch
    {
        ("POST", ["files"]) => new Operation.Keep(CallKind.Upload, Bodies.Form, MistralFiles.Upload),
        ("GET", ["files"]) => new Operation.Keep(CallKind.List, Bodies.None, MistralFiles.List),
        ("GET", ["files", _]) => new Operation.Keep(CallKind.File, Bodies.None, MistralFiles.Show),
        ("DELETE", ["files", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, MistralFiles.Delete),
        ("GET", ["files", _, "content"]) => new Operation.Keep(CallKind.Download, Bodies.None, MistralFiles.Send),
        ("GET", ["files", _, "url"]) => new Operation.Keep(CallKind.File, Bodies.None, MistralFiles.Url),
        ("GET", ["signed", _]) => new Operation.Keep(CallKind.Download, Bodies.None, MistralFiles.SendSigned) { Keyless = true },
        ("POST", ["batch", "jobs"]) => new Operation.Keep(CallKind.Create, Bodies.Items("requests"), MistralJobs.Create),
        ("GET", ["batch", "jobs"]) => new Operation.Keep(CallKind.List, Bodies.None, MistralJobs.List),
        ("GET", ["batch", "jobs", _]) => new Operation.Keep(CallKind.Poll, Bodies.None, MistralJobs.Show),
        ("DELETE", ["batch", "jobs", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, MistralJobs.Delete),
        ("POST", ["batch", "jobs", _, "cancel"]) => new Operation.Keep(CallKind.Cancel, Bodies.None, MistralJobs.Cancel),
        _ => OpenAIDialects.LiveOnly.Find(method, path),
    };

    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null ? null : new()
    {
        Id = Ids.Uuid(batch.Number + (isError ? 2UL : 1UL)),
        Name = $"{batch.Order.Id}.jsonl",
        Purpose = isError ? "batch_error" : "batch_result",
        Path = path,
        Bytes = new FileInfo(path).Length,
        CreatedAt = createdAt,
        Arrival = arrival,
        Key = batch.Order.Key,
        MadeBy = batch,
    };
}

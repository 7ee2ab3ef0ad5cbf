using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Gemini;

/// <summary>The Gemini API: generateContent, files, batches as long-running operations (discovery document of 2026-03; recorded answers of 2026-08).</summary>
internal sealed class GeminiDialect : Dialect
{
    public static readonly Dialect Instance = new GeminiDialect();

    public override ErrorShape Errors => ErrorShapes.Google;

    // The wait is in the error's body.
    public override LimitStyle Limits => LimitStyle.None;

    // A job is visible to the key that made it alone (sourcelibrary-v2 PR 2446, 2026).
    public override bool KeysApart => true;

    // An expired job holds nothing, so much as is known (python-genai, 2026-08; the rest is unverified).
    public override bool KeepsPartialWork => false;

    public override Refusal RefuseKey(Refusal refusal) => refusal.Status == 401
        ? Refusal.Invalid("API key not valid. Please pass a valid API key.")
        : refusal;

    public override Operation? Find(string method, string[] path) => (method, path) switch
    {
        ("POST", ["upload", _, "files"]) => new Operation.Keep(CallKind.Upload, GeminiUploads.Receive, GeminiUploads.Answer),
        ("GET", ["download", _, "files", var file]) when Verb(file) is "download" => new Operation.Keep(CallKind.Download, Bodies.None, GeminiFiles.Send),
        (_, [_, "models", .. var model]) when model is not [] => Model(method, string.Join('/', model)),
        ("GET", [_, "models"]) => new Operation.Models(Name: null),
        ("GET", [_, "files"]) => new Operation.Keep(CallKind.List, Bodies.None, GeminiFiles.List),
        ("GET", [_, "files", var file]) when Verb(file) is "download" => new Operation.Keep(CallKind.Download, Bodies.None, GeminiFiles.Send),
        ("GET", [_, "files", _]) => new Operation.Keep(CallKind.File, Bodies.None, GeminiFiles.Show),
        ("DELETE", [_, "files", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, GeminiFiles.Delete),
        ("GET", [_, "batches"]) => new Operation.Keep(CallKind.List, Bodies.None, GeminiBatches.List),
        ("GET", [_, "batches", _]) => new Operation.Keep(CallKind.Poll, Bodies.None, GeminiBatches.Show),
        ("DELETE", [_, "batches", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, GeminiBatches.Delete),
        ("POST", [_, "batches", var batch]) when Verb(batch) is "cancel" => new Operation.Keep(CallKind.Cancel, Bodies.None, GeminiBatches.Cancel),
        _ => null,
    };

    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null ? null : new()
    {
        Id = $"files/batch-{batch.Order.Id["batches/".Length..]}",
        Name = $"batch-{batch.Order.Id["batches/".Length..]}",
        Purpose = "output",
        Path = path,
        Bytes = new FileInfo(path).Length,
        CreatedAt = createdAt,
        Arrival = arrival,
        ExpiresAt = createdAt + GeminiFiles.Life,
        MimeType = "application/jsonl",
        Key = batch.Order.Key,
        MadeBy = batch,
        IsPart = GeminiBatches.IsInline(batch),
    };

    /// <summary>What stands after the colon.</summary>
    private static string Verb(string part) => part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static Operation? Model(string method, string model)
    {
        var colon = model.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return method == "GET" ? new Operation.Models(model) : new Operation.WrongMethod();
        if (method != "POST")
            return new Operation.WrongMethod();
        var name = model[..colon];
        return model[(colon + 1)..] switch
        {
            "generateContent" => new Operation.Live(EndpointSet.GenerateContent, name),
            "embedContent" => new Operation.Live(EndpointSet.EmbedContent, name),
            "countTokens" => new Operation.Keep(CallKind.Chat, Bodies.Json, call => GeminiBatches.CountTokens(call, name)),
            "batchGenerateContent" => Create(name, EndpointSet.GenerateContent),
            "asyncBatchEmbedContent" => Create(name, EndpointSet.EmbedContent),
            _ => null,
        };
    }

    private static Operation.Keep Create(string model, Endpoint endpoint) =>
        new(CallKind.Create, Bodies.Items("batch", "inputConfig", "requests", "requests"), call => GeminiBatches.Create(call, model, endpoint));
}

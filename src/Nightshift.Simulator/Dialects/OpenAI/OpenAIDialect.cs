using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Endpoints;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.OpenAI;

/// <summary>OpenAI's paths: live endpoints, files, batches.</summary>
internal class OpenAIDialect(OpenAITraits traits) : Dialect
{
    private readonly Operation _chat = new Operation.Live(EndpointSet.Chat, Held: traits.Held);
    private readonly Operation _embeddings = new Operation.Live(EndpointSet.Embeddings, Held: traits.Held);
    private readonly Operation _responses = new Operation.Live(EndpointSet.Responses);
    private readonly OpenAIFiles _files = new(traits);
    private readonly OpenAIBatches _batches = new(traits);

    public override ErrorShape Errors => traits.Errors;

    public override bool QueuesTokens => true;

    public override Operation? Find(string method, string[] path) => path switch
    {
        ["chat", "completions"] => Post(method, _chat),
        ["embeddings"] => Post(method, _embeddings),
        ["responses"] => Post(method, _responses),
        ["models"] => Get(method, new Operation.Models(Name: null)),
        ["models", .. var name] when name is not [""] => Get(method, new Operation.Models(string.Join('/', name))),
        _ when !traits.Batches => null,
        ["files"] => method switch
        {
            "POST" => new Operation.Keep(CallKind.Upload, Bodies.Form, _files.Upload),
            "GET" => new Operation.Keep(CallKind.List, Bodies.None, _files.List),
            _ => new Operation.WrongMethod(),
        },
        ["files", _] => method switch
        {
            "GET" => new Operation.Keep(CallKind.File, Bodies.None, OpenAIFiles.Show),
            "DELETE" => new Operation.Keep(CallKind.Delete, Bodies.None, OpenAIFiles.Delete),
            _ => new Operation.WrongMethod(),
        },
        ["files", _, "content"] => Get(method, new Operation.Keep(CallKind.Download, Bodies.None, OpenAIFiles.Send)),
        ["batches"] => method switch
        {
            "POST" => new Operation.Keep(CallKind.Create, Bodies.Json, _batches.Create),
            "GET" => new Operation.Keep(CallKind.List, Bodies.None, _batches.List),
            _ => new Operation.WrongMethod(),
        },
        ["batches", _] => Get(method, new Operation.Keep(CallKind.Poll, Bodies.None, _batches.Show)),
        ["batches", _, "cancel"] => Post(method, new Operation.Keep(CallKind.Cancel, Bodies.None, _batches.Cancel)),
        _ => null,
    };

    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null ? null : new()
    {
        Id = traits.FileIdPrefix + Ids.Alnum(batch.Number + (isError ? 2UL : 1UL), 22),
        Name = $"{batch.Order.Id}_{(isError ? "error" : "output")}.jsonl",
        Purpose = "batch_output",
        Path = path,
        Bytes = new FileInfo(path).Length,
        CreatedAt = createdAt,
        Arrival = arrival,
        ExpiresAt = createdAt + (batch.Order.OutputLife ?? traits.FileLife),
        Key = batch.Order.Key,
        MadeBy = batch,
    };

    protected static Operation Post(string method, Operation operation) => method == "POST" ? operation : new Operation.WrongMethod();

    private static Operation Get(string method, Operation operation) => method == "GET" ? operation : new Operation.WrongMethod();
}

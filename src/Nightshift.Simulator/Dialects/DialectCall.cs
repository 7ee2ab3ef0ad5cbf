using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects;

/// <summary>One call about files and batches, on its way through receiving and doing.</summary>
internal sealed class DialectCall(Account account, HttpContext http, Reply reply, string[] path, string key) : IDisposable
{
    private JsonDocument? _document;
    private string? _model;

    public Account Account => account;

    public Provider Provider => account.Provider;

    public HttpContext Http => http;

    public Reply Reply => reply;

    public Utf8JsonWriter Json => reply.Writer;

    /// <summary>The key of the client.</summary>
    public string Key => key;

    /// <summary>The parts of the path below the base address.</summary>
    public string[] Path => path;

    /// <summary>The JSON body, or what is left of it when its items were taken out.</summary>
    public JsonElement Body => _document?.RootElement ?? default;

    /// <summary>The fields of a form.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The file of a form, a raw body, or the items of a JSON body.</summary>
    public SpooledBody? Spooled { get; set; }

    /// <summary>The hash of the body, which faults are drawn from.</summary>
    public ulong Hash { get; set; }

    public CancellationToken Gone => http.RequestAborted;

    /// <summary>The address that the client used, up to the base address and with it.</summary>
    public string OwnAddress => $"http://{http.Request.Host}{account.Address}";

    public void Take(JsonDocument document) => _document = document;

    public string? Query(string name) => http.Request.Query.TryGetValue(name, out var value) && value.Count > 0 ? value[0] : null;

    /// <summary>A string member of the body; null when it is not there or something else.</summary>
    public string? Text(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A member of the body; null when it is not there or null.</summary>
    public JsonElement? Member(string name) => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>What befalls the file or batch that this call makes; it fires now.</summary>
    public BatchPlan Plan(CallKind kind, Func<BatchTwist, bool> concerns)
    {
        if (!Provider.Planner.ReadsBatches)
            return BatchPlan.None;
        var seen = Provider.Sightings.Count(Hash ^ (ulong)kind);
        return Provider.Planner.PlanBatch(new(http.Request.Path.Value!, _model ?? Text("model") ?? "", Streams: false, Hash, seen, Provider.Elapsed, kind), concerns, Provider.Ledger.CountFault);
    }

    /// <summary>Lets the rows decide what befalls the batch: ids and times differ from run to run, rows need not.</summary>
    public void DrawFrom(BatchOrder order)
    {
        if (!Provider.Planner.ReadsBatches || order.Input is not { } input)
            return;
        if (input.Sha256.Length > 0)
            Hash = Bodies.HashOf(input.Sha256);
        _model = order.Model ?? FirstModel.Of(order);
    }

    public void Delete(StoredFile file) => file.DeletedAt = Provider.Elapsed;

    public void Delete(Batch batch) => batch.DeletedAt = Provider.Elapsed;

    /// <summary>Puts a new batch on the shelf.</summary>
    public Batch Open(BatchOrder order, BatchPlan plan, ulong number)
    {
        var batch = new Batch(account, order with { Key = key }, plan, number, http.Request.Path.Value!);
        account.Batches.Add(batch);
        Provider.Ledger.Books.Opened(batch);
        return batch;
    }

    /// <summary>Makes the items that came inline the input of a batch.</summary>
    public StoredFile KeepItems(string id)
    {
        var body = Spooled!;
        body.IsKept = true;
        return new()
        {
            Id = id, Name = id, Purpose = "inline", Path = body.Path, Bytes = body.Bytes, CreatedAt = Provider.Time.GetUtcNow(), Arrival = Provider.Elapsed, IsPart = true,
        };
    }

    /// <summary>Makes room for a file whose bytes come later; <see cref="Complete"/> ends that.</summary>
    public StoredFile Reserve(string id, string name, string purpose, string? mimeType, TimeSpan? life, BatchPlan plan)
    {
        var now = Provider.Time.GetUtcNow();
        var file = new StoredFile
        {
            Id = id,
            Name = name,
            Purpose = purpose,
            Path = Provider.Spool.NewPath(),
            Bytes = 0,
            CreatedAt = now,
            Arrival = Provider.Elapsed,
            ExpiresAt = now + life,
            Key = key,
            MimeType = mimeType,
            Plan = plan,
            Whole = false,
        };
        account.Files.Add(file);
        return file;
    }

    /// <summary>The bytes of a reserved file are all there.</summary>
    public void Complete(StoredFile file)
    {
        file.Bytes = new FileInfo(file.Path).Length;
        file.Sha256 = ResultWriter.Hash(file.Path);
        file.Whole = true;
        Provider.Ledger.Books.Kept(account, file);
    }

    /// <summary>Puts a new file on the shelf.</summary>
    public StoredFile Keep(string id, string name, string purpose, SpooledBody body, TimeSpan? life, BatchPlan plan)
    {
        var now = Provider.Time.GetUtcNow();
        var file = new StoredFile
        {
            Id = id,
            Name = name,
            Purpose = purpose,
            Path = body.Path,
            Bytes = body.Bytes,
            Sha256 = body.Sha256,
            CreatedAt = now,
            Arrival = Provider.Elapsed,
            ExpiresAt = now + life,
            Key = key,
            Plan = plan,
        };
        body.IsKept = true;
        account.Files.Add(file);
        Provider.Ledger.Books.Kept(account, file);
        return file;
    }

    /// <summary>Sends a file as the answer.</summary>
    /// <summary>A file's content, under its name.</summary>
    public void Send(StoredFile file) => SendFile(file.Path, "application/octet-stream", $"attachment; filename=\"{file.Name}\"");

    public void SendFile(string filePath, string contentType, string? disposition)
    {
        reply.FilePath = filePath;
        reply.ContentType = contentType;
        if (disposition is not null)
            reply.Add("content-disposition", disposition);
    }

    public void Dispose()
    {
        _document?.Dispose();
        Spooled?.Dispose();
    }
}

/// <summary>A body on disk; it goes with the call unless it is kept.</summary>
internal sealed class SpooledBody(string path, string? name, long bytes, byte[] sha256) : IDisposable
{
    public string Path => path;

    /// <summary>The name that the client gave.</summary>
    public string? Name => name;

    public long Bytes => bytes;

    public byte[] Sha256 => sha256;

    public bool IsKept { get; set; }

    public void Dispose()
    {
        if (!IsKept)
            File.Delete(path);
    }
}

using Nightshift.Simulator.Batches;
using Nightshift.Simulator.Faults;
using Nightshift.Simulator.Http;

namespace Nightshift.Simulator.Dialects.Fireworks;

/// <summary>Fireworks' control plane: datasets and batch inference jobs (fw python-sdk; what its answers look like in full is unverified).</summary>
internal sealed class FireworksDialect : Dialect
{
    public static readonly Dialect Instance = new FireworksDialect();

    public override ErrorShape Errors => ErrorShapes.Google;

    public override Operation? Find(string method, string[] path) => (method, path) switch
    {
        ("PUT", ["store", _]) => new Operation.Keep(CallKind.Upload, Bodies.Raw, FireworksDatasets.Put) { Keyless = true },
        ("GET", ["store", _, _]) => new Operation.Keep(CallKind.Download, Bodies.None, FireworksDatasets.SendSigned) { Keyless = true },
        ("POST", ["v1", "accounts", _, "datasets"]) => new Operation.Keep(CallKind.Upload, Bodies.Json, FireworksDatasets.Create),
        ("GET", ["v1", "accounts", _, "datasets"]) => new Operation.Keep(CallKind.List, Bodies.None, FireworksDatasets.List),
        ("POST", ["v1", "accounts", _, "datasets", var id]) when id.EndsWith(":upload", StringComparison.Ordinal) =>
            new Operation.Keep(CallKind.Upload, Bodies.Form, FireworksDatasets.Upload),
        ("POST", ["v1", "accounts", _, "datasets", var id]) when id.EndsWith(":getUploadEndpoint", StringComparison.Ordinal) =>
            new Operation.Keep(CallKind.Upload, Bodies.Json, FireworksDatasets.UploadEndpoint),
        ("POST", ["v1", "accounts", _, "datasets", var id]) when id.EndsWith(":validateUpload", StringComparison.Ordinal) =>
            new Operation.Keep(CallKind.Upload, Bodies.None, FireworksDatasets.ValidateUpload),
        ("GET", ["v1", "accounts", _, "datasets", var id]) when id.EndsWith(":getDownloadEndpoint", StringComparison.Ordinal) =>
            new Operation.Keep(CallKind.File, Bodies.None, FireworksDatasets.DownloadEndpoint),
        ("GET", ["v1", "accounts", _, "datasets", _]) => new Operation.Keep(CallKind.File, Bodies.None, FireworksDatasets.Show),
        ("DELETE", ["v1", "accounts", _, "datasets", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, FireworksDatasets.Delete),
        ("POST", ["v1", "accounts", _, "batchInferenceJobs"]) => new Operation.Keep(CallKind.Create, Bodies.Json, FireworksJobs.Create),
        ("GET", ["v1", "accounts", _, "batchInferenceJobs"]) => new Operation.Keep(CallKind.List, Bodies.None, FireworksJobs.List),
        ("POST", ["v1", "accounts", _, "batchInferenceJobs", var id]) when id.EndsWith(":cancel", StringComparison.Ordinal) =>
            new Operation.Keep(CallKind.Cancel, Bodies.None, FireworksJobs.Cancel),
        ("GET", ["v1", "accounts", _, "batchInferenceJobs", _]) => new Operation.Keep(CallKind.Poll, Bodies.None, FireworksJobs.Show),
        ("DELETE", ["v1", "accounts", _, "batchInferenceJobs", _]) => new Operation.Keep(CallKind.Delete, Bodies.None, FireworksJobs.Delete),
        _ => null,
    };

    // The results of a job are one dataset of two files: the errors' file is a part of it.
    public override StoredFile? ResultFile(Batch batch, string? path, bool isError, DateTimeOffset createdAt, TimeSpan arrival) => path is null && isError ? null : new()
    {
        Id = isError ? batch.Order.Id + "#errors" : batch.Order.Name!,
        Name = batch.Order.Name!,
        Purpose = "dataset",
        Path = path ?? batch.Account.Provider.Spool.Empty(),
        Bytes = path is null ? 0 : new FileInfo(path).Length,
        CreatedAt = createdAt,
        Arrival = arrival,
        Key = batch.Order.Key,
        MadeBy = batch,
        IsPart = isError,
    };
}

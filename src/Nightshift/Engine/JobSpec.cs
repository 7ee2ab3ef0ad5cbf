using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Sending;

namespace Nightshift.Engine;

/// <summary>A job's specification as the store keeps it: all that carrying it on needs. No key is in it.</summary>
internal sealed record JobSpec
{
    public required InputSource Input { get; init; }

    public required string Fingerprint { get; init; }

    public required TaskDefinition Task { get; init; }

    public required string Destination { get; init; }

    public string? IdColumn { get; init; }

    public string? Where { get; init; }

    public long? Limit { get; init; }

    public Sampling? Sample { get; init; }

    public bool Dedupe { get; init; }

    public bool UseCache { get; init; }

    /// <summary>The address that was in force, so that a later run sends nowhere else whatever its environment says; a simulator's is never the same.</summary>
    public string? BaseUrl { get; init; }

    public bool AllowInsecure { get; init; }

    public required InputFormat InputFormat { get; init; }

    /// <summary>Whether its model's name stands for several accounts.</summary>
    [JsonIgnore]
    public bool IsOfRoute => Destination.StartsWith(ConnectionSet.RouteMark, StringComparison.Ordinal);

    [JsonIgnore]
    public bool IsBatchFile => InputFormat == InputFormat.Batch;

    public OutputRequest? Output { get; init; }

    public Strategy Strategy { get; init; }

    public bool KeepRemote { get; init; }

    public LaneOptions Lane { get; init; } = new();

    public decimal? MaxCostUsd { get; init; }

    /// <summary>Null for none, so that they leave no mark in a job's key.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The lot of a queue that the input is; null for none, so that it leaves no mark in a job's key.</summary>
    public LotOrigin? Lot { get; init; }

    /// <summary>After its beginning the job is to be done within this time.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What a request comes to, once its input has been looked at.</summary>
    public static JobSpec Of(JobRequest request, ConnectionSet connections, CancellationToken cancellation) =>
        Of(request, connections, InputFingerprint.Compute(request.Input.Path, cancellation).Sha256);

    /// <summary>What a request comes to, with a fingerprint of its input that is known, or not needed.</summary>
    public static JobSpec Of(JobRequest request, ConnectionSet connections, string fingerprint)
    {
        InputFormat format;
        using (var reader = InputFile.Open(request.Input))
            format = reader.Format;
        return new JobSpec
        {
            Input = request.Input,
            InputFormat = format,
            Fingerprint = fingerprint,
            Task = request.Task,
            Destination = connections.Destination,
            IdColumn = request.IdColumn,
            Where = request.Where,
            Limit = request.Limit,
            Sample = request.Sample,
            Dedupe = request.Dedupe,
            UseCache = request.UseCache,
            // Members of a route have their addresses in the configuration.
            BaseUrl = connections.Route is not null || connections.First.IsSimulated ? request.BaseUrl : connections.First.BaseAddress.AbsoluteUri,
            AllowInsecure = request.AllowInsecure,
            Output = request.Output,
            Strategy = request.Strategy,
            KeepRemote = request.KeepRemote,
            Lane = request.Lane,
            MaxCostUsd = request.MaxCostUsd,
            Deadline = request.Deadline,
            Lot = request.Lot,
            Tags = request.Tags is { Count: > 0 } tags ? tags : null,
        };
    }

    /// <summary>
    /// The job's key: what the rows are and what is done with them. Where the file lies, where the output goes and how it is sent
    /// do not change which job it is.
    /// </summary>
    public string Key()
    {
        var identity = this with
        {
            Input = new InputSource("") { Format = Input.Format, Encoding = Input.Encoding, Delimiter = Input.Delimiter, Sheet = Input.Sheet },
            BaseUrl = null,
            AllowInsecure = false,
            Output = null,
            Strategy = default,
            KeepRemote = false,
            Lane = new LaneOptions(),
            MaxCostUsd = null,
            Deadline = null,
            Tags = null,
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(identity, JobSpecJson.Default.JobSpec)));
    }

    public string ToJson() => JsonSerializer.Serialize(this, JobSpecJson.Default.JobSpec);

    /// <summary>The job that is to be added.</summary>
    public NewJob ToNewJob(string name, ConnectionSet connections)
    {
        // What a route's job spends is booked with who was paid; the route's own name is for what was not paid to anybody.
        var (provider, model) = connections.Route is { } route ? ("", $"{route}") : (connections.First.Provider.Name, connections.First.Model.Model);
        return new(Key(), name, ToJson()) { Provider = provider, Model = connections.First.Model.IsOfEachLine ? "" : model, Tags = Tags ?? [] };
    }

    public static JobSpec Of(Job job) => JsonSerializer.Deserialize(job.Spec, JobSpecJson.Default.JobSpec)
        ?? throw new InvalidOperationException($"job {job.Id} has no specification");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobSpec))]
internal sealed partial class JobSpecJson : JsonSerializerContext;

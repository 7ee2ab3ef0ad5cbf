using System.Text.Json;
using System.Text.Json.Serialization;
using Nightshift.Simulator.Faults;

namespace Nightshift.Simulator.Scenarios;

/// <summary>The scenario file as it is written; a member left out leaves the option alone.</summary>
internal sealed record ScenarioDocument
{
    public int? Port { get; init; }
    public string? Latency { get; init; }
    public LatencyDistribution? LatencyDistribution { get; init; }
    public double? LatencySpread { get; init; }
    public int? Rpm { get; init; }
    public long? Tpm { get; init; }
    public IReadOnlyList<ScenarioLimitChange>? LimitChanges { get; init; }
    public double? Fail { get; init; }
    public int? Seed { get; init; }
    public int? Knee { get; init; }
    public int? MaxConcurrency { get; init; }
    public long? MaxBodyBytes { get; init; }
    public int? LedgerCalls { get; init; }
    public string? BatchDelay { get; init; }
    public long? EnqueuedTokens { get; init; }
    public string? Scenario { get; init; }
    public IReadOnlyList<ScenarioFault>? Faults { get; init; }
}

/// <summary>One change of the limits as it is written.</summary>
internal sealed record ScenarioLimitChange
{
    public required string At { get; init; }
    public int? Rpm { get; init; }
    public long? Tpm { get; init; }
    public int? Knee { get; init; }
}

/// <summary>One fault rule as it is written.</summary>
internal sealed record ScenarioFault
{
    public required string Fault { get; init; }
    public double? Rate { get; init; }
    public int? Nth { get; init; }
    public int? First { get; init; }
    public string? From { get; init; }
    public string? Until { get; init; }
    public string? Route { get; init; }
    public string? Model { get; init; }
    public CallKind? Call { get; init; }
    public double? Share { get; init; }
    public string? Delay { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScenarioDocument))]
internal sealed partial class ScenarioJson : JsonSerializerContext;

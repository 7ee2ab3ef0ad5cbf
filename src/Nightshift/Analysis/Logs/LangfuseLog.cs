namespace Nightshift.Analysis.Logs;

/// <summary>
/// Langfuse's observations, from its API and its interface (<c>startTime</c>, <c>usageDetails</c>) and from its export to blob storage
/// (<c>start_time</c>, <c>usage_details</c>; langfuse.com/docs, blob storage export field reference, 2026-11). The details are parts that add
/// up; the older <c>promptTokens</c> and <c>usage</c> are sums.
/// </summary>
internal static class LangfuseLog
{
    public static FieldMap Map { get; } = new(
    [
        ("startTime", LogField.Time), ("start_time", LogField.Time),
        ("endTime", LogField.End), ("end_time", LogField.End),
        ("completionStartTime", LogField.FirstToken), ("completion_start_time", LogField.FirstToken),
        ("type", LogField.Kind), ("level", LogField.Status),
        ("model", LogField.Model), ("providedModelName", LogField.Model), ("provided_model_name", LogField.Model),
        ("promptTokens", LogField.Input), ("usage.input", LogField.Input), ("usage.promptTokens", LogField.Input), ("inputUsage", LogField.Input),
        ("completionTokens", LogField.Output), ("usage.output", LogField.Output), ("usage.completionTokens", LogField.Output), ("outputUsage", LogField.Output),
        .. Details("usageDetails"), .. Details("usage_details"),
        ("calculatedTotalCost", LogField.Cost), ("totalCost", LogField.Cost), ("total_cost", LogField.Cost),
        ("costDetails.total", LogField.Cost), ("cost_details.total", LogField.Cost),
        ("traceName", LogField.Workload), ("trace_name", LogField.Workload),
        ("name", LogField.WorkloadOr), ("promptName", LogField.WorkloadElse), ("prompt_name", LogField.WorkloadElse),
        ("projectId", LogField.WorkloadLast), ("project_id", LogField.WorkloadLast),
        ("tags", LogField.Tag), ("metadata.*", LogField.Tag), ("metadata.tags", LogField.Tag), ("environment", LogField.Tag),
        ("userId", LogField.Person), ("user_id", LogField.Person), ("sessionId", LogField.Person), ("session_id", LogField.Person),
        ("modelParameters.service_tier", LogField.Tier), ("model_parameters.service_tier", LogField.Tier),
        ("input", LogField.Prompt), ("modelParameters", LogField.Parameter), ("model_parameters", LogField.Parameter),
    ]);

    private static (string, LogField)[] Details(string parent) =>
    [
        ($"{parent}.input", LogField.UncachedInput),
        ($"{parent}.output", LogField.PlainOutput),
        ($"{parent}.input_cached_tokens", LogField.Cached),
        ($"{parent}.input_cache_read", LogField.Cached),
        ($"{parent}.cache_read_input_tokens", LogField.Cached),
        ($"{parent}.input_cache_creation", LogField.CacheWrite),
        ($"{parent}.cache_creation_input_tokens", LogField.CacheWrite),
        ($"{parent}.output_reasoning_tokens", LogField.Reasoning),
        ($"{parent}.output_reasoning", LogField.Reasoning),
    ];
}

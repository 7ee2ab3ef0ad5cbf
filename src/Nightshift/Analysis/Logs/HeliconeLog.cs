namespace Nightshift.Analysis.Logs;

/// <summary>
/// Helicone's requests, as its query API and its exports give them (schema <c>HeliconeRequest</c> of its OpenAPI, 2026-11). What separates
/// work are properties of the user's own; the usual names are looked for, <c>--workload request_properties.NAME</c> names another.
/// </summary>
internal static class HeliconeLog
{
    public static FieldMap Map { get; } = new(
        ("request_created_at", LogField.Time),
        ("response_created_at", LogField.End),
        ("delay_ms", LogField.Milliseconds),
        ("time_to_first_token", LogField.TimeToFirst),
        ("provider", LogField.Provider),
        ("request_model", LogField.Model),
        ("model", LogField.Model),
        ("response_model", LogField.AnsweringModel),
        ("prompt_tokens", LogField.Input),
        ("completion_tokens", LogField.Output),
        ("prompt_cache_read_tokens", LogField.Cached),
        ("prompt_cache_write_tokens", LogField.CacheWrite),
        ("reasoning_tokens", LogField.Reasoning),
        ("cost", LogField.Cost),
        ("costUSD", LogField.Cost),
        ("request_properties.Workload", LogField.Workload),
        ("request_properties.Task", LogField.Workload),
        ("request_properties.Feature", LogField.Workload),
        ("request_properties.App", LogField.WorkloadOr),
        ("request_properties.Environment", LogField.WorkloadElse),
        ("prompt_id", LogField.WorkloadElse),
        ("request_path", LogField.Operation),
        ("request_properties.*", LogField.Tag),
        ("request_properties.Helicone-Session-Id", LogField.Person),
        ("request_user_id", LogField.Person),
        ("response_status", LogField.Status),
        ("cache_reference_id", LogField.GatewayReference),
        ("request_body", LogField.Body),
        ("request_body.messages", LogField.Prompt),
        ("request_body.input", LogField.Prompt),
        ("request_body.contents", LogField.Prompt),
        ("request_body.stream", LogField.IsStream),
        ("request_body.service_tier", LogField.Tier));
}

namespace Nightshift.Analysis.Logs;

/// <summary>
/// LiteLLM's spend logs: rows of <c>LiteLLM_SpendLogs</c> (litellm/proxy/schema.prisma, 2026-11) as JSON, JSON lines or CSV. The columns
/// <c>user</c> and <c>session_id</c> say nothing about somebody waiting: the first is the key's owner, the second is given to every call.
/// </summary>
internal static class LiteLlmLog
{
    public static FieldMap Map { get; } = new(
        ("startTime", LogField.Time),
        ("endTime", LogField.End),
        ("completionStartTime", LogField.FirstToken),
        ("request_duration_ms", LogField.Milliseconds),
        ("custom_llm_provider", LogField.Provider),
        ("model", LogField.Model),
        ("prompt_tokens", LogField.Input),
        ("completion_tokens", LogField.Output),
        ("metadata.usage_object.prompt_tokens_details.cached_tokens", LogField.Cached),
        ("metadata.usage_object.cache_read_input_tokens", LogField.Cached),
        ("metadata.usage_object.cache_creation_input_tokens", LogField.CacheWrite),
        ("metadata.usage_object.completion_tokens_details.reasoning_tokens", LogField.Reasoning),
        ("metadata.additional_usage_values.prompt_tokens_details.cached_tokens", LogField.Cached),
        ("metadata.additional_usage_values.cache_read_input_tokens", LogField.Cached),
        ("metadata.additional_usage_values.cache_creation_input_tokens", LogField.CacheWrite),
        ("spend", LogField.Cost),
        ("request_tags", LogField.Workload),
        ("metadata.user_api_key_team_alias", LogField.WorkloadOr),
        ("metadata.user_api_key_alias", LogField.WorkloadElse),
        ("api_key", LogField.WorkloadLast),
        ("metadata.*", LogField.Tag),
        ("metadata.tags", LogField.Tag),
        ("metadata.requester_metadata.*", LogField.Tag),
        ("call_type", LogField.Operation),
        ("end_user", LogField.Person),
        ("cache_hit", LogField.GatewayHit),
        ("status", LogField.Status),
        ("messages", LogField.Prompt),
        ("proxy_server_request.stream", LogField.IsStream),
        ("proxy_server_request.messages", LogField.Prompt),
        ("proxy_server_request.input", LogField.Prompt),
        ("proxy_server_request.temperature", LogField.Parameter),
        ("proxy_server_request.max_tokens", LogField.Parameter),
        ("proxy_server_request.response_format", LogField.Parameter),
        ("proxy_server_request.tools", LogField.Parameter),
        ("proxy_server_request.service_tier", LogField.Tier));
}

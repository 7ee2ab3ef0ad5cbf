using System.Text.Json;

namespace Nightshift.Simulator.Http;

/// <summary>Writes an error as one provider does.</summary>
internal delegate void ErrorShape(Utf8JsonWriter json, Refusal refusal, string requestId);

/// <summary>The shapes of errors.</summary>
internal static class ErrorShapes
{
    /// <summary><c>{"error":{"message","type","param","code"}}</c>.</summary>
    public static void OpenAI(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("type"u8, refusal.Type);
        json.WriteString("param"u8, refusal.Param);
        json.WriteString("code"u8, refusal.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Azure: a code that is the status where there is none, and nothing else (general knowledge, unverified).</summary>
    public static void Azure(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, refusal.Code ?? refusal.Status.ToString());
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary><c>{"type":"error","error":{"type","message"},"request_id"}</c> (platform.claude.com/docs/en/api/errors, 2026-08).</summary>
    public static void Anthropic(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WritePropertyName("error"u8);
        AnthropicInner(json, refusal);
        json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
    }

    public static void AnthropicInner(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, refusal.Status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            409 => "conflict_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            504 => "timeout_error",
            529 => "overloaded_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        });
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
    }

    /// <summary>google.rpc.Status: <c>{"error":{"code","message","status","details"}}</c>.</summary>
    public static void Google(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, refusal.Status);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("status"u8, refusal.Status switch
        {
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            409 => "ABORTED",
            429 => "RESOURCE_EXHAUSTED",
            503 => "UNAVAILABLE",
            504 => "DEADLINE_EXCEEDED",
            >= 500 => "INTERNAL",
            _ => refusal.Code == "FAILED_PRECONDITION" ? "FAILED_PRECONDITION" : "INVALID_ARGUMENT",
        });
        if (refusal.Status == 429)
            Quota(json, refusal);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Mistral's flat error.</summary>
    public static void Mistral(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "error"u8);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("type"u8, refusal.Type);
        json.WriteString("param"u8, refusal.Param);
        json.WriteString("code"u8, refusal.Code);
        json.WriteEndObject();
    }

    /// <summary>Together's batches: <c>{"error":"text"}</c>.</summary>
    public static void Together(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("error"u8, refusal.Message);
        json.WriteEndObject();
    }

    /// <summary>xAI: a sentence for the code, a text for the error (general knowledge, unverified).</summary>
    public static void XAI(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, refusal.Code ?? refusal.Type);
        json.WriteString("error"u8, refusal.Message);
        json.WriteEndObject();
    }

    /// <summary>Zhipu: business codes as texts (general knowledge, unverified).</summary>
    public static void Zhipu(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, refusal.Status switch { 401 or 403 => "1001", 429 => "1302", >= 500 => "1234", _ => "1214" });
        json.WriteString("message"u8, refusal.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>DashScope's compatible mode: OpenAI's error and a request id beside it.</summary>
    public static void DashScope(Utf8JsonWriter json, Refusal refusal, string requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("type"u8, refusal.Type);
        json.WriteString("param"u8, refusal.Param);
        json.WriteString("code"u8, refusal.Code);
        json.WriteEndObject();
        json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
    }

    // The wait is in the body: there are no headers about limits.
    private static void Quota(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartArray("details"u8);
        json.WriteStartObject();
        json.WriteString("@type"u8, "type.googleapis.com/google.rpc.QuotaFailure"u8);
        json.WriteStartArray("violations"u8);
        json.WriteStartObject();
        json.WriteString("quotaMetric"u8, "generativelanguage.googleapis.com/generate_content_paid_tier_requests"u8);
        json.WriteString("quotaId"u8, refusal.Code == "insufficient_quota" ? "GenerateRequestsPerDayPerProjectPerModel"u8 : "GenerateRequestsPerMinutePerProjectPerModel"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (refusal.RetryAfter is { } wait)
        {
            json.WriteStartObject();
            json.WriteString("@type"u8, "type.googleapis.com/google.rpc.RetryInfo"u8);
            json.WriteString("retryDelay"u8, $"{wait.TotalSeconds:0.#########}s");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

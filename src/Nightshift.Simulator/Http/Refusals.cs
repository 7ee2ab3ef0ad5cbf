using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>
/// The refusals of the front door, with the statuses and codes of OpenAI's API (its error-code guide, 2026-07-15, in the copy
/// piercecohen1/openai-docs @de09146). Their sentences are general knowledge, and not compared with a dated copy.
/// </summary>
internal static class Refusals
{
    public static readonly Refusal NoKey = new(401, "invalid_request_error",
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");

    public static readonly Refusal RevokedKey = new(401, "invalid_request_error", "Incorrect API key provided.", "invalid_api_key");

    public static readonly Refusal ForbiddenKey = new(403, "invalid_request_error",
        "You have insufficient permissions for this operation. Missing scopes: model.request.", "insufficient_permissions");

    public static readonly Refusal NoQuota = new(429, "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota") { Bare = true };

    public static readonly Refusal BadJson = Refusal.Invalid(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The API expects a JSON payload, but what was sent was not valid JSON.)");

    public static readonly Refusal Overloaded = new(503, "server_error", "The server is currently overloaded with other requests. Slow down and retry.", "overloaded");

    public static Refusal UnknownUrl(string method, string path) => new(404, "invalid_request_error", $"Invalid URL ({method} {path})");

    public static Refusal WrongMethod(string method, string path) =>
        new(405, "invalid_request_error", $"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)", "method_not_supported");

    public static Refusal TooLarge(long limit) =>
        new(413, "invalid_request_error", $"Maximum content size limit ({limit} bytes) exceeded.", "request_too_large");

    public static Refusal RequestsExhausted(string model, int? limit, TimeSpan retryAfter) =>
        new(429, "requests", RateMessage(model, "requests per min (RPM)", limit, limit, 1, retryAfter), "rate_limit_exceeded") { RetryAfter = retryAfter };

    public static Refusal TokensExhausted(string model, long? limit, long used, long requested, TimeSpan retryAfter) =>
        new(429, "tokens", RateMessage(model, "tokens per min (TPM)", limit, used, requested, retryAfter), "rate_limit_exceeded") { RetryAfter = retryAfter };

    public static Refusal TooManyTokens(string model, long? limit, long requested) =>
        new(429, "tokens",
            $"Request too large for {model} in organization org-simulator on tokens per min (TPM): Limit {limit}, Requested {requested}. The input or output tokens must be reduced in order to run successfully.",
            "rate_limit_exceeded");

    private static string RateMessage(string model, string what, long? limit, long? used, long requested, TimeSpan retryAfter) =>
        $"Rate limit reached for {model} in organization org-simulator on {what}: Limit {limit}, Used {used}, Requested {requested}. Please try again in {GoDuration.Format(retryAfter)}.";
}

using Nightshift.Simulator.Http;
using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Faults;

/// <summary>The error answers that only faults give.</summary>
internal static class FaultRefusals
{
    public static readonly Refusal BadRequest = Refusal.Invalid("Invalid value for parameter.", "invalid_value", "messages");

    public static readonly Refusal Forbidden = new(403, "request_forbidden", "Country, region, or territory not supported", "unsupported_country_region_territory");

    public static readonly Refusal ModelNotFound = new(404, "invalid_request_error", "The model does not exist or you do not have access to it.", "model_not_found");

    public static readonly Refusal RequestTimeout = new(408, "timeout", "Request timed out.", "timeout");

    public static readonly Refusal Conflict = new(409, "conflict_error", "The resource is in another state. Try again.", "conflict");

    public static readonly Refusal BodyTooLarge = new(413, "invalid_request_error", "Maximum content size limit exceeded.", "request_too_large");

    public static readonly Refusal Unprocessable = new(422, "invalid_request_error", "The request was well-formed but cannot be followed.", "unprocessable_entity");

    public static readonly Refusal Requests = Refusals.RequestsExhausted("simulated-model", 500, TimeSpan.FromSeconds(1)) with
    {
        Limits = new RateLimits(500, 0, TimeSpan.FromSeconds(1), 200_000, 150_000, TimeSpan.FromSeconds(15)),
    };

    public static readonly Refusal Tokens = Refusals.TokensExhausted("simulated-model", 200_000, 199_900, 400, TimeSpan.FromSeconds(1)) with
    {
        Limits = new RateLimits(500, 490, TimeSpan.FromSeconds(1), 200_000, 100, TimeSpan.FromSeconds(59)),
    };

    public static readonly Refusal ContentFilter = Refusal.Invalid(
        "The response was filtered due to the prompt triggering content management policy.", "content_filter", "prompt");

    public static readonly Refusal ContextLength = Refusal.Invalid(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 200000 tokens. Please reduce the length of the messages.",
        "context_length_exceeded", "messages");

    public static readonly Refusal Redirect = new(307, "redirect", "The resource has moved.") { RedirectHost = "localhost" };

    public static Refusal Server(int status, string message) => new(status, "server_error", message);
}

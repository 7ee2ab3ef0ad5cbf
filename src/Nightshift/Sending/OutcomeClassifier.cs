using Nightshift.Model;
using Nightshift.Protocols;
using Nightshift.Providers;

namespace Nightshift.Sending;

/// <summary>From a complete HTTP response to whose matter it is. Pure: facts in, outcome out.</summary>
internal static class OutcomeClassifier
{
    /// <summary>Classifies one response.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="retryAfter">What the headers ask for; null when they do not.</param>
    /// <param name="connection">Whom it is from, for the sentences.</param>
    /// <param name="key">The key that the request was made with, to keep it out of the sentences.</param>
    public static Outcome Classify(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter, Connection connection, string? key = null)
    {
        if (status is >= 200 and < 300)
        {
            return connection.Provider.Protocol.Parse(body, out var fault) is { } reply
                ? new Outcome.Answered(reply, body)
                : new Outcome.ServerFault($"HTTP {status}, but {fault}");
        }

        var error = ProviderError.Parse(body, status, key);
        retryAfter ??= error.RetryDelay;
        return status switch
        {
            >= 300 and < 400 => new Outcome.AccountRefused(
                $"{connection.BaseAddress.Host} redirects elsewhere (HTTP {status}), which is not followed; check --base-url"),
            // Without its reason it is not known to be the row's: asking again costs nothing.
            400 or 422 when !error.IsReadable => new Outcome.ServerFault(error.Message),
            // Anthropic and Google say 400 where others say 402 and 401 (2026-08).
            400 when IsOutOfMoney(error, retryAfter) => OutOfMoney(connection, error),
            400 when Says(error, "API key not valid") => KeyRefused(connection, status, error),
            400 or 413 or 422 => RowFault(status, error),
            401 => KeyRefused(connection, status, error),
            402 => new Outcome.AccountRefused($"{connection.Provider.Name} wants payment first (HTTP 402: {error.Message}); add credit"),
            403 when IsContentFilter(error) => new Outcome.RowRefused("content_filter", error.Message),
            403 => new Outcome.AccountRefused(
                $"{connection.BaseAddress.Host} does not permit this (HTTP 403: {error.Message}); check the key's rights, the region and the model"),
            404 or 405 => new Outcome.AccountRefused(
                $"{connection.Endpoint} was not found for model '{connection.Model.Model}' (HTTP {status}: {error.Message}); check --model and --base-url"),
            429 when IsOutOfMoney(error, retryAfter) => OutOfMoney(connection, error),
            429 => new Outcome.Throttled(retryAfter),
            503 or 529 => new Outcome.Overloaded(retryAfter),
            _ => new Outcome.ServerFault($"HTTP {status}: {error.Message}"),
        };
    }

    private static Outcome.AccountRefused KeyRefused(Connection connection, int status, ProviderError error) => new(
        $"{connection.BaseAddress.Host} refused the key (HTTP {status}: {error.Message}); check {connection.Provider.KeyVariable ?? "the key"}");

    private static Outcome.AccountRefused OutOfMoney(Connection connection, ProviderError error) => new(
        $"the {connection.Provider.Name} account is out of quota or credit ({error.Message}); add credit or raise the limit");

    private static Outcome.RowRefused RowFault(int status, ProviderError error)
    {
        if (IsContentFilter(error))
            return new Outcome.RowRefused("content_filter", error.Message);
        if (error.Is("context_length_exceeded", "string_above_max_length") || Says(error, "context length", "context window", "too many tokens", "prompt is too long", "exceeds the maximum number of tokens"))
            return new Outcome.RowRefused("context_length", error.Message);
        return new Outcome.RowRefused(status == 413 ? "too_large" : "invalid_request", error.Message);
    }

    // Azure says content_filter with an inner ResponsibleAIPolicyViolation; OpenAI content_policy_violation; OpenRouter a 403 that "was flagged" (2026-08).
    private static bool IsContentFilter(ProviderError error) =>
        error.Is("content_filter", "content_policy_violation", "moderation_blocked") || Says(error, "content management policy", "was flagged", "content policy");

    // OpenAI says "exceeded your current quota" when the money is used up, Google of any limit (2026-07): there it comes with a time.
    private static bool IsOutOfMoney(ProviderError error, TimeSpan? retryAfter) =>
        error.Is("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "quota_exceeded")
        || Says(error, "credit balance is too low", "insufficient balance")
        || (Says(error, "exceeded your current quota") && retryAfter is null && !error.Is("RESOURCE_EXHAUSTED") && !Says(error, "retry in"));

    private static bool Says(ProviderError error, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (error.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

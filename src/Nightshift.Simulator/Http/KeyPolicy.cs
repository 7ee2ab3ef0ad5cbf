using Microsoft.AspNetCore.Http;

namespace Nightshift.Simulator.Http;

/// <summary>Any key is taken; one that says <c>revoked</c>, <c>forbidden</c> or <c>noquota</c> is refused for the whole account.</summary>
internal static class KeyPolicy
{
    private const string Bearer = "Bearer ";

    // OpenAI, Azure, Anthropic (its SDK from 1.0.0 on sends Bearer, 2026-10), Google: a client is known by whichever it sends.
    private static readonly string[] KeyHeaders = ["api-key", "x-api-key", "x-goog-api-key"];

    public static Refusal? Check(HttpRequest request) => KeyOf(request) switch
    {
        "" => Refusals.NoKey,
        var key when key.Contains("revoked", StringComparison.OrdinalIgnoreCase) => Refusals.RevokedKey,
        var key when key.Contains("forbidden", StringComparison.OrdinalIgnoreCase) => Refusals.ForbiddenKey,
        var key when key.Contains("noquota", StringComparison.OrdinalIgnoreCase) => Refusals.NoQuota,
        _ => null,
    };

    /// <summary>The client's key; empty when it sent none.</summary>
    public static string KeyOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        foreach (var header in KeyHeaders)
        {
            if (request.Headers.TryGetValue(header, out var key))
                return key.ToString();
        }

        return request.Query["key"].ToString();
    }
}

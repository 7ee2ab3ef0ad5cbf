using Microsoft.AspNetCore.Http;

namespace Nightshift.Simulator.Http;

/// <summary>Any key is taken; one that says <c>revoked</c>, <c>forbidden</c> or <c>noquota</c> is refused for the whole account.</summary>
internal static class KeyPolicy
{
    private const string Bearer = "Bearer ";

    public static Refusal? Check(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        var key = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : headers["api-key"].ToString();
        return key switch
        {
            "" => Refusals.NoKey,
            _ when key.Contains("revoked", StringComparison.OrdinalIgnoreCase) => Refusals.RevokedKey,
            _ when key.Contains("forbidden", StringComparison.OrdinalIgnoreCase) => Refusals.ForbiddenKey,
            _ when key.Contains("noquota", StringComparison.OrdinalIgnoreCase) => Refusals.NoQuota,
            _ => null,
        };
    }
}

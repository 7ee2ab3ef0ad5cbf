using System.Globalization;
using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>The headers about limits, as OpenAI sends them with every answer (its rate-limit guide, 2026-07-15, in the copy piercecohen1/openai-docs @de09146).</summary>
internal static class LimitHeaders
{
    public static void Add(Reply reply, RateLimits limits)
    {
        if (limits.LimitRequests is { } requests)
        {
            reply.Add("x-ratelimit-limit-requests", Text(requests));
            reply.Add("x-ratelimit-remaining-requests", Text(limits.RemainingRequests));
            reply.Add("x-ratelimit-reset-requests", GoDuration.Format(limits.ResetRequests));
        }

        if (limits.LimitTokens is { } tokens)
        {
            reply.Add("x-ratelimit-limit-tokens", Text(tokens));
            reply.Add("x-ratelimit-remaining-tokens", Text(limits.RemainingTokens));
            reply.Add("x-ratelimit-reset-tokens", GoDuration.Format(limits.ResetTokens));
        }
    }

    public static void AddRetryAfter(Reply reply, TimeSpan wait)
    {
        reply.Add("retry-after", Text((long)Math.Ceiling(wait.TotalSeconds)));
        reply.Add("retry-after-ms", Text((long)Math.Ceiling(wait.TotalMilliseconds)));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

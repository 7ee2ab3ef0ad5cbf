using System.Globalization;
using Nightshift.Simulator.Limits;

namespace Nightshift.Simulator.Http;

/// <summary>How a provider tells its limits.</summary>
internal enum LimitStyle
{
    /// <summary><c>x-ratelimit-…</c> with Go durations, <c>retry-after</c> and <c>retry-after-ms</c> (OpenAI's rate-limit guide, 2026-07-15, in the copy piercecohen1/openai-docs @de09146).</summary>
    OpenAI,

    /// <summary><c>anthropic-ratelimit-…</c> with times, <c>retry-after</c> (Anthropic's api/rate-limits, 2026-08-22, in the copy thevibeworks/claude-code-docs @3f1ef7c).</summary>
    Anthropic,

    /// <summary>No headers.</summary>
    None,
}

/// <summary>The headers about limits, as a provider sends them with every answer.</summary>
internal static class LimitHeaders
{
    public static void Add(Reply reply, RateLimits limits, DateTimeOffset now)
    {
        switch (reply.Limits)
        {
            case LimitStyle.OpenAI:
                AddOpenAIs(reply, limits);
                break;
            case LimitStyle.Anthropic:
                AddAnthropics(reply, limits, now);
                break;
        }
    }

    public static void AddRetryAfter(Reply reply, TimeSpan wait)
    {
        if (reply.Limits == LimitStyle.None)
            return;
        reply.Add("retry-after", Text((long)Math.Ceiling(wait.TotalSeconds)));
        if (reply.Limits == LimitStyle.OpenAI)
            reply.Add("retry-after-ms", Text((long)Math.Ceiling(wait.TotalMilliseconds)));
    }

    private static void AddOpenAIs(Reply reply, RateLimits limits)
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

    private static void AddAnthropics(Reply reply, RateLimits limits, DateTimeOffset now)
    {
        if (limits.LimitRequests is { } requests)
        {
            reply.Add("anthropic-ratelimit-requests-limit", Text(requests));
            reply.Add("anthropic-ratelimit-requests-remaining", Text(limits.RemainingRequests));
            reply.Add("anthropic-ratelimit-requests-reset", Time(now + limits.ResetRequests));
        }

        if (limits.LimitTokens is { } tokens)
        {
            reply.Add("anthropic-ratelimit-tokens-limit", Text(tokens));
            reply.Add("anthropic-ratelimit-tokens-remaining", Text(limits.RemainingTokens));
            reply.Add("anthropic-ratelimit-tokens-reset", Time(now + limits.ResetTokens));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

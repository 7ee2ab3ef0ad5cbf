using System.Globalization;
using System.Text.RegularExpressions;

namespace Nightshift.Protocols.Batches;

/// <summary>
/// How a provider says that an account has too many tokens enqueued: as the fault of a batch that was made (OpenAI), or as the refusal of
/// its creation (Azure's regions that fail fast). Waiting helps. (openai-python#2084; azure-ai-docs, 2026-08-14)
/// </summary>
internal static partial class TokenLimit
{
    /// <summary>The code that all of them use.</summary>
    public const string Code = "token_limit_exceeded";

    /// <summary>Whether this is why a batch failed.</summary>
    public static bool IsOne(BatchFault fault) => fault.Code == Code || Sentence().IsMatch(fault.Message);

    /// <summary>Whether this is why a creation was refused.</summary>
    // Anywhere in the body: some gateways nest the provider's error in one of their own.
    public static bool IsOne(Refusal refusal) =>
        refusal.Status is 400 or 403 or 429 && (refusal.Body.Span.IndexOf("token_limit_exceeded"u8) >= 0 || refusal.Body.Span.IndexOf("nqueued token limit"u8) >= 0);

    /// <summary>
    /// Whether it can be why a creation was refused again and again: Google's refusal names a quota that need not be the one that is used
    /// up, and smaller batches pass. (python-genai#1901; steadybatch, 2026-03)
    /// </summary>
    public static bool MayBeOne(Refusal refusal) => refusal.Status == 429 && refusal.Body.Span.IndexOf("RESOURCE_EXHAUSTED"u8) >= 0;

    /// <summary>The limit that a sentence names (<c>Limit: 2,000,000 enqueued tokens</c>); null when it names none.</summary>
    public static long? LimitOf(string text) =>
        Figure().Match(text) is { Success: true } match
        && long.TryParse(match.Groups["tokens"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;

    [GeneratedRegex("enqueued token limit", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"Limit: (?<tokens>\d[\d,]{0,24}) enqueued tokens", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figure();
}

using Nightshift.Model;

namespace Nightshift.Settling;

/// <summary>From an outcome to what becomes of the row. Pure: every fact it needs is passed in.</summary>
internal static class VerdictPolicy
{
    /// <summary>The most output tokens that a truncated answer is asked for again when the row had no limit of its own.</summary>
    private const int FirstLargerLimit = 1024;

    /// <summary>Decides.</summary>
    /// <param name="outcome">What came of sending.</param>
    /// <param name="row">Where the row stands.</param>
    /// <param name="check">Whether an answer's text will do.</param>
    /// <param name="now">The time.</param>
    /// <param name="backoff">How long a retry waits at least; jitter is in it already.</param>
    public static Verdict Decide(Outcome outcome, RowStanding row, AnswerCheck check, DateTimeOffset now, TimeSpan backoff) => outcome switch
    {
        Outcome.Answered answered => Judge(answered, row, check, now, backoff),
        Outcome.RowRefused refused => new Verdict.Fail(refused.Code, refused.Message),

        // Not the row's fault: it keeps its attempts. Unless it is the only one, over and over.
        Outcome.AccountRefused or Outcome.Abandoned => new Verdict.Retry(now, CountsAsAttempt: false),
        Outcome.Throttled or Outcome.Overloaded or Outcome.NotSent when row.IsAlone => Again(row, Alone(outcome), now, backoff),
        Outcome.Throttled throttled => new Verdict.Retry(now + Longer(throttled.RetryAfter, backoff), CountsAsAttempt: false),
        Outcome.Overloaded overloaded => new Verdict.Retry(now + Longer(overloaded.RetryAfter, backoff), CountsAsAttempt: false),
        Outcome.NotSent => new Verdict.Retry(now + backoff, CountsAsAttempt: false),

        Outcome.ServerFault fault => Again(row, fault.Message, now, backoff),
        Outcome.TimedOut timedOut => Again(row, $"no answer within {timedOut.After.TotalSeconds:0} s", now, backoff),
        Outcome.ConnectionLost lost => Again(row, $"the connection broke: {lost.Message}", now, backoff),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "an outcome without a verdict"),
    };

    private static Verdict Judge(Outcome.Answered answered, RowStanding row, AnswerCheck check, DateTimeOffset now, TimeSpan backoff)
    {
        var reply = answered.Reply;
        if (reply.Ending == ReplyEnding.Filtered)
            return new Verdict.Fail("content_filter", "the provider's content filter removed the answer");
        if (reply.Refusal is { Length: > 0 } refusal)
            return new Verdict.Fail("refused", refusal);

        var checkedText = check.Check(reply.Text);
        if (reply.Ending == ReplyEnding.Truncated && !(check.IsBinding && checkedText is CheckedAnswer.Accepted))
            return Truncated(row, now);

        return checkedText switch
        {
            CheckedAnswer.Accepted accepted => new Verdict.Complete(new Answer(accepted.Text, answered.Body, reply.Model)),
            CheckedAnswer.Rejected rejected => Again(row, rejected.Sentence, now, backoff, "unusable_answer"),
            _ => throw new InvalidOperationException("an answer check without a result"),
        };
    }

    private static Verdict Truncated(RowStanding row, DateTimeOffset now)
    {
        var limit = row.MaxTokens ?? FirstLargerLimit;
        if (row.RetryMaxTokens is { } ceiling && limit < ceiling && row.AttemptsLeft > 0)
            return new Verdict.Retry(now, MaxTokens: (int)Math.Min(ceiling, limit * 2L));
        var cure = row.RetryMaxTokens switch
        {
            null => "raise max_tokens, or set retry_max_tokens so that cut answers are asked for again with more",
            { } most when limit < most => $"its {row.MaxAttempts} attempts were used up before retry_max_tokens was reached: `nightshift retry` sends it again",
            _ => "raise retry_max_tokens",
        };
        return new Verdict.Fail("truncated", $"the answer was cut off at {(row.MaxTokens is { } tokens ? $"max_tokens {tokens}" : "the provider's limit")}; {cure}");
    }

    private static Verdict Again(RowStanding row, string why, DateTimeOffset now, TimeSpan backoff, string code = "retries_exhausted") =>
        row.AttemptsLeft > 0
            ? new Verdict.Retry(now + backoff)
            : new Verdict.Fail(code, $"{why} (attempt {row.MaxAttempts} of {row.MaxAttempts})");

    private static string Alone(Outcome outcome) =>
        $"the provider answers other rows, and this one never ({outcome.Word}{(outcome is Outcome.NotSent unsent ? $": {unsent.Message}" : "")})";

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan backoff) => asked > backoff ? asked.Value : backoff;
}

/// <summary>Where a row stands when an outcome comes in.</summary>
/// <param name="Attempts">Counted attempts before this one.</param>
/// <param name="MaxAttempts">The task's limit.</param>
/// <param name="MaxTokens">The output limit that this attempt had; null for none.</param>
/// <param name="RetryMaxTokens">How far it may be raised; null for not at all.</param>
internal readonly record struct RowStanding(int Attempts, int MaxAttempts, int? MaxTokens, int? RetryMaxTokens)
{
    /// <summary>Whether the row has been turned away many times while others were answered.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Attempts that remain after this one.</summary>
    public int AttemptsLeft => MaxAttempts - Attempts - 1;
}

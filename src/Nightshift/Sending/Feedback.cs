using Nightshift.Limits;
using Nightshift.Model;

namespace Nightshift.Sending;

/// <summary>What an outcome tells the lane's limits.</summary>
internal static class Feedback
{
    public static LaneFeedback From(SendReport report) => Of(report) with { HeadersAt = report.HeadersAt };

    private static LaneFeedback Of(SendReport report) => report.Outcome switch
    {
        Outcome.Answered answered => new LaneFeedback.Succeeded(answered.Reply.Usage?.TotalTokens, report.Limits),
        Outcome.Throttled throttled => new LaneFeedback.Throttled(throttled.RetryAfter, report.Limits),
        Outcome.Overloaded overloaded => new LaneFeedback.Overloaded(overloaded.RetryAfter),
        Outcome.TimedOut => new LaneFeedback.TimedOut(),
        Outcome.NotSent => new LaneFeedback.NotSent(),
        Outcome.ServerFault or Outcome.ConnectionLost => new LaneFeedback.Faulted(),
        Outcome.RowRefused or Outcome.AccountRefused or Outcome.Abandoned => new LaneFeedback.Failed(),
        _ => throw new ArgumentOutOfRangeException(nameof(report), report.Outcome, "an outcome without a feedback"),
    };
}

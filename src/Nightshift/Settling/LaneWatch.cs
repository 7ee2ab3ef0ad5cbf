using Nightshift.Model;

namespace Nightshift.Settling;

/// <summary>
/// Looks at the run of outcomes on a lane and says when a job should stop instead of failing or retrying row after row:
/// a refused account at once, an unreachable host after a while, a request that is refused every time after a few.
/// </summary>
/// <param name="hasAnswered">Whether the job has answers already: then the task is not to blame for refusals.</param>
/// <param name="isReplaceable">Whether the rows can go elsewhere: then a single no, which may be a gateway's mood, proves nothing yet, and an outage is not sat out.</param>
internal sealed class LaneWatch(bool hasAnswered = false, bool isReplaceable = false)
{
    /// <summary>How long a host that was never reached may stay silent: a wrong address should be said soon.</summary>
    public static readonly TimeSpan FirstContact = TimeSpan.FromSeconds(5);

    /// <summary>How long a host that worked before may be away.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromMinutes(3);

    /// <summary>How long, when its rows can go elsewhere.</summary>
    public static readonly TimeSpan ShortOutage = TimeSpan.FromSeconds(15);

    private const int RefusalsInARow = 20;
    private const int AccountRefusalsToBelieve = 3;
    private const int FewestFailures = 3;

    private DateTimeOffset? _silentSince;
    private int _unsent;
    private int _refusals;
    private int _accountRefusals;
    private bool _reached;
    private bool _answered = hasAnswered;
    private DateTimeOffset? _lastAnswer;

    /// <summary>Whether somebody was answered since then: what failed meanwhile failed for a reason of its own.</summary>
    public bool HasAnsweredSince(DateTimeOffset time) => _lastAnswer >= time;

    /// <summary>Takes in one outcome; the reason to stop, or null.</summary>
    public string? See(Outcome outcome, DateTimeOffset now)
    {
        if (outcome is Outcome.NotSent unsent)
            return Silence(unsent, now);
        if (outcome is not (Outcome.TimedOut or Outcome.ConnectionLost or Outcome.Abandoned))
            Reached();
        return outcome switch
        {
            Outcome.AccountRefused refused => ++_accountRefusals >= (isReplaceable ? AccountRefusalsToBelieve : 1) ? refused.Message : null,
            Outcome.RowRefused { Code: "invalid_request" } refused => Refusal(refused),
            Outcome.Answered => Answer(now),
            _ => null,
        };
    }

    /// <summary>Takes in that the host answered.</summary>
    public void Reached() => (_silentSince, _unsent, _reached) = (null, 0, true);

    private string? Silence(Outcome.NotSent unsent, DateTimeOffset now)
    {
        _silentSince ??= now;
        return ++_unsent >= FewestFailures && now - _silentSince >= (!_reached ? FirstContact : isReplaceable ? ShortOutage : Outage)
            ? $"cannot reach {unsent.Message}; {unsent.Cure}"
            : null;
    }

    private string? Refusal(Outcome.RowRefused refused) =>
        ++_refusals >= RefusalsInARow && !_answered
            ? $"the provider refused each of the first {_refusals} requests: {refused.Message}; change the task, then run it again"
            : null;

    private string? Answer(DateTimeOffset now)
    {
        (_answered, _lastAnswer, _accountRefusals) = (true, now, 0);
        return null;
    }
}

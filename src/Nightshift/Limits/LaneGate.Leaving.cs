namespace Nightshift.Limits;

/// <content>What a request that is over means for the windows, the concurrency and the lane's rest.</content>
internal sealed partial class LaneGate
{
    private const int ToleratedFaults = 4;
    private const string Asked = "the server asked to wait";
    private const string UsedUp = "the account's limit is used up";
    private const string Failing = "nothing but refusals and failures for now";

    private void Account(Permit permit, LaneFeedback feedback, TimeSpan now)
    {
        if (feedback is LaneFeedback.NotSent or LaneFeedback.Withdrawn && permit.LatestArrival is null)
        {
            _requests.Log.Return(1);
            _tokens.Log.Return(permit.Tokens);
            return;
        }

        var latest = permit.LatestArrival ?? now + _margin;
        var seen = feedback switch
        {
            { HeadersAt: { } headersAt } => _time.GetElapsedTime(_origin, headersAt),
            LaneFeedback.Succeeded or LaneFeedback.Throttled or LaneFeedback.Overloaded => now,
            _ => latest,
        };
        SetLatestArrival(permit, seen < latest ? seen : latest);

        if (feedback is LaneFeedback.Succeeded { Tokens: { } tokens } && tokens > permit.Tokens)
        {
            _tokens.Log.Take(tokens - permit.Tokens);
            _tokens.Log.Close(tokens - permit.Tokens, WindowLog.BucketFor(now));
        }
    }

    private void SetLatestArrival(Permit permit, TimeSpan latest)
    {
        var to = WindowLog.BucketFor(latest);
        if (permit.LatestArrival is { } before)
        {
            var from = WindowLog.BucketFor(before);
            _requests.Log.Move(1, from, to);
            _tokens.Log.Move(permit.Tokens, from, to);
        }
        else
        {
            _requests.Log.Close(1, to);
            _tokens.Log.Close(permit.Tokens, to);
        }

        permit.LatestArrival = latest;
    }

    private void React(Permit permit, LaneFeedback feedback, TimeSpan now)
    {
        switch (feedback)
        {
            case LaneFeedback.Succeeded succeeded:
                _failures.End();
                _concurrency.Answered(permit.Round, now);
                Follow(succeeded.Limits, now);
                break;
            case LaneFeedback.Throttled throttled:
                Follow(throttled.Limits, now);
                Throttle(permit, throttled, now);
                break;
            case LaneFeedback.Overloaded overloaded:
                _concurrency.Overloaded(permit.Round, _failures.IsRunning);
                Rest(permit, overloaded.RetryAfter, Asked, now);
                break;
            case LaneFeedback.TimedOut:
                _concurrency.Overloaded(permit.Round, _failures.IsRunning);
                Rest(permit, null, Asked, now);
                break;
            case LaneFeedback.NotSent:
                Rest(permit, null, Asked, now);
                break;
            case LaneFeedback.Faulted:
                // Single faults are the rows' matter; nothing but faults is an outage.
                if (Rest(permit, null, Asked, now, ToleratedFaults))
                    _concurrency.Overloaded(permit.Round, hard: true);
                break;
            case LaneFeedback.Failed or LaneFeedback.Withdrawn:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(feedback), feedback, "not a case of LaneFeedback");
        }
    }

    private void Follow(ServerLimits? limits, TimeSpan now)
    {
        if (limits is null)
            return;
        _requests.Learn(limits.Requests);
        _tokens.Learn(limits.Tokens);

        // After an answer, a reset that is far away is not believed yet: it is when all is free again, and a refusal's Retry-After
        // is when the next place is. It costs one refused request.
        var hold = Max([_requests.HoldFor(limits.Requests), _tokens.HoldFor(limits.Tokens)]);
        if (hold > TimeSpan.Zero && hold <= WindowLog.Window)
            Shut(hold, UsedUp, now);
    }

    private void Throttle(Permit permit, LaneFeedback.Throttled throttled, TimeSpan now)
    {
        // A full window explains the refusal: the log was too hopeful, the server is not too busy.
        if (throttled.Limits is not { NothingRemains: true } && !_requests.IsNearlyFull && !_tokens.IsNearlyFull)
            _concurrency.Overloaded(permit.Round, _failures.IsRunning);
        if (throttled.RetryAfter is null && throttled.Limits?.UntilReset is { } reset)
            Rest(permit, reset, UsedUp, now);
        else
            Rest(permit, throttled.RetryAfter, Asked, now);
    }

    /// <summary>Shuts the lane for as long as the server asked, or for as long as the failures in a row call for; false when it stays open.</summary>
    private bool Rest(Permit permit, TimeSpan? asked, string reason, TimeSpan now, int tolerated = 1)
    {
        var own = _failures.Add(permit.Entry, _entries, tolerated, _random);
        if (asked > own)
            Shut(Backoff.Spread(asked.Value, _random), reason, now);
        else if (own > TimeSpan.Zero)
            Shut(own, Failing, now);
        else
            return false;
        return true;
    }

    private void Shut(TimeSpan wait, string reason, TimeSpan now) =>
        _barrier.Shut(now, wait, new LaneHold(_time.GetUtcNow() + wait, reason, IsParked: wait > _parkThreshold));
}

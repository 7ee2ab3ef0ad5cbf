using Nightshift.Limits;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Limits;

public sealed class LaneGateTests
{
    private static readonly LaneFeedback Ok = new LaneFeedback.Succeeded();
    private readonly ManualTime _time = new();

    [Fact]
    public void No_more_are_in_flight_than_the_user_allows()
    {
        var gate = Gate(new LaneLimitOptions { FixedConcurrency = 2 });
        var first = Enter(gate);
        Enter(gate);
        gate.TryEnter(0).ShouldBe(new Admission(null, Timeout.InfiniteTimeSpan, 0));
        gate.Leave(first, Ok);
        gate.TryEnter(0).Permit.ShouldNotBeNull();
    }

    [Fact]
    public void A_slot_is_free_a_window_after_the_latest_possible_arrival_and_not_after_the_sending()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1 });
        var permit = Enter(gate);
        _time.Advance(TimeSpan.FromSeconds(10));
        gate.BodySent(permit);

        var wait = gate.TryEnter(0).Wait;
        wait.ShouldBeInRange(TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(61.2));
        _time.Advance(wait - TimeSpan.FromTicks(1));
        gate.TryEnter(0).Permit.ShouldBeNull();
        _time.Advance(TimeSpan.FromTicks(1));
        gate.TryEnter(0).Permit.ShouldNotBeNull();
    }

    [Fact]
    public void A_request_that_is_still_being_sent_keeps_its_slot()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1 });
        Enter(gate);
        _time.Advance(TimeSpan.FromHours(1));
        gate.TryEnter(0).Wait.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void Response_headers_prove_an_earlier_arrival()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1 });
        var permit = Enter(gate);
        gate.BodySent(permit);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        var headersAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(5));
        gate.Leave(permit, Ok with { HeadersAt = headersAt });
        gate.TryEnter(0).Wait.ShouldBeInRange(TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(55.2));
    }

    [Fact]
    public void Late_headers_do_not_make_the_arrival_later()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1 });
        var permit = Enter(gate);
        gate.BodySent(permit);
        _time.Advance(TimeSpan.FromSeconds(40));
        gate.Leave(permit, Ok with { HeadersAt = _time.GetTimestamp() });
        gate.TryEnter(0).Wait.ShouldBeInRange(TimeSpan.FromSeconds(21), TimeSpan.FromSeconds(21.2));
    }

    [Fact]
    public void A_body_that_is_sent_anew_arrives_later()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1 });
        var permit = Enter(gate);
        gate.BodySent(permit);
        _time.Advance(TimeSpan.FromSeconds(30));
        gate.BodySent(permit);
        gate.TryEnter(0).Wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(61));
        gate.Snapshot().RequestsInWindow.ShouldBe(1);
    }

    [Fact]
    public void A_timeout_says_nothing_of_the_arrival()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1 });
        gate.Leave(Enter(gate), new LaneFeedback.TimedOut());
        gate.TryEnter(0).Wait.ShouldBeGreaterThan(TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void A_request_that_never_left_frees_its_slot_and_its_tokens_at_once()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 1, Tpm = 100 });
        gate.Leave(Enter(gate, 100), new LaneFeedback.NotSent());
        gate.TryEnter(100).Permit.ShouldNotBeNull();
    }

    [Fact]
    public void Tokens_count_as_the_larger_of_reserved_and_used()
    {
        var gate = Gate(new LaneLimitOptions { Tpm = 1_000 });
        gate.Leave(Enter(gate, 300), new LaneFeedback.Succeeded(50));
        gate.Snapshot().TokensInWindow.ShouldBe(300);
        gate.Leave(Enter(gate, 300), new LaneFeedback.Succeeded(500));
        gate.Snapshot().TokensInWindow.ShouldBe(800);
        gate.TryEnter(201).Permit.ShouldBeNull();
        gate.TryEnter(200).Permit.ShouldNotBeNull();
    }

    [Fact]
    public void A_request_larger_than_the_limit_goes_alone()
    {
        var gate = Gate(new LaneLimitOptions { Tpm = 1_000 });
        gate.Leave(Enter(gate, 1), Ok);
        var refused = gate.TryEnter(5_000);
        refused.Permit.ShouldBeNull();
        _time.Advance(refused.Wait);
        var large = Enter(gate, 5_000);
        gate.TryEnter(1).Wait.ShouldBe(Timeout.InfiniteTimeSpan);
        gate.Leave(large, Ok);
        _time.Advance(gate.TryEnter(1).Wait);
        gate.TryEnter(1).Permit.ShouldNotBeNull();
    }

    [Fact]
    public void The_users_limit_stands_above_the_servers()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 10 });
        gate.Leave(Enter(gate), Says(requests: new LimitReading(500, 499, TimeSpan.FromSeconds(0.12))));
        gate.Snapshot().Rpm.ShouldBe(10);
        gate.Snapshot().Tpm.ShouldBeNull();
    }

    [Fact]
    public void A_limit_per_day_is_not_taken_for_one_per_minute()
    {
        var gate = Gate(new LaneLimitOptions());
        gate.Leave(Enter(gate), Says(
            new LimitReading(14_400, 14_370, TimeSpan.FromSeconds(179.56)),
            new LimitReading(6_000, 5_900, TimeSpan.FromSeconds(1))));
        gate.Snapshot().Rpm.ShouldBeNull();
        gate.Snapshot().Tpm.ShouldBe(6_000);

        // The same limit with a near reset, later: still the day's.
        gate.Leave(Enter(gate), Says(new LimitReading(14_400, 14_399, TimeSpan.FromSeconds(6))));
        gate.Snapshot().Rpm.ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_sent_until_the_reset_when_nothing_remains_of_an_unknown_limit()
    {
        var gate = Gate(new LaneLimitOptions());
        gate.Leave(Enter(gate), Says(new LimitReading(null, 0, TimeSpan.FromSeconds(20))));
        gate.TryEnter(0).Wait.ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public void A_throttle_waits_as_long_as_the_provider_asked()
    {
        var gate = Gate(new LaneLimitOptions());
        gate.Leave(Enter(gate), new LaneFeedback.Throttled(TimeSpan.FromSeconds(20)));
        gate.TryEnter(0).Wait.ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
        gate.Snapshot().Hold.ShouldNotBeNull().IsParked.ShouldBeFalse();
    }

    [Fact]
    public void A_wait_of_hours_parks_the_lane_and_says_until_when_and_why()
    {
        var gate = Gate(new LaneLimitOptions());
        var feedback = new LaneFeedback.Throttled(TimeSpan.FromHours(6));
        gate.Leave(Enter(gate), feedback);

        var hold = gate.Snapshot().Hold.ShouldNotBeNull();
        hold.IsParked.ShouldBeTrue();
        hold.Reason.ShouldBe("the server asked to wait");
        hold.Until.ShouldBeInRange(_time.GetUtcNow().AddHours(6), _time.GetUtcNow().AddHours(6).AddSeconds(30));

        // A step of the wall clock does not open it.
        _time.StepWallClock(TimeSpan.FromDays(1));
        gate.TryEnter(0).Permit.ShouldBeNull();
        _time.Advance(gate.TryEnter(0).Wait);
        gate.TryEnter(0).Permit.ShouldNotBeNull();
        gate.Snapshot().Hold.ShouldBeNull();
    }

    [Fact]
    public void The_longest_of_several_holds_stands()
    {
        var gate = Gate(new LaneLimitOptions());
        gate.Park(_time.GetUtcNow().AddHours(1), "no money left");
        gate.Park(_time.GetUtcNow().AddMinutes(1), "a hiccup");
        gate.Snapshot().Hold.ShouldBe(new LaneHold(_time.GetUtcNow().AddHours(1), "no money left", IsParked: true));
    }

    [Fact]
    public void A_full_window_explains_a_throttle_and_the_concurrency_stays()
    {
        var gate = Gate(new LaneLimitOptions { Rpm = 10, FixedConcurrency = 10 });
        var permits = Enumerable.Range(0, 10).Select(_ => Enter(gate)).ToList();
        gate.Leave(permits[0], new LaneFeedback.Throttled());
        gate.Snapshot().Concurrency.ShouldBe(10);
    }

    [Fact]
    public void An_unexplained_throttle_lowers_the_concurrency_once_for_all_that_were_in_flight()
    {
        var gate = Gate(new LaneLimitOptions { FixedConcurrency = 100 });
        var permits = Enumerable.Range(0, 100).Select(_ => Enter(gate)).ToList();
        permits.ForEach(permit => gate.Leave(permit, new LaneFeedback.Throttled()));
        gate.Snapshot().Concurrency.ShouldBe(85);
    }

    [Fact]
    public void The_users_concurrency_comes_back_after_an_overload()
    {
        var gate = Gate(new LaneLimitOptions { FixedConcurrency = 50 });
        var simulation = new LaneSimulation(_time, gate);
        var seen = 50;
        simulation.RunUntil(TimeSpan.FromMinutes(2), () => 0, (permit, _) => simulation.In(TimeSpan.FromSeconds(0.5), () =>
        {
            gate.Leave(permit, simulation.Now < TimeSpan.FromSeconds(5) ? new LaneFeedback.Overloaded() : Ok);
            seen = Math.Min(seen, gate.Snapshot().Concurrency);
        }));
        seen.ShouldBeLessThan(20);
        gate.Snapshot().Concurrency.ShouldBe(50);
    }

    [Fact]
    public void A_permit_goes_back_once()
    {
        var gate = Gate(new LaneLimitOptions());
        var permit = Enter(gate);
        gate.Leave(permit, Ok);
        Should.Throw<InvalidOperationException>(() => gate.Leave(permit, Ok));
        gate.BodySent(permit);
        gate.Snapshot().InFlight.ShouldBe(0);
    }

    [Fact]
    public void Numbers_below_one_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new LaneLimitOptions { Rpm = 0 }).ParamName.ShouldBe("Rpm");
        Should.Throw<ArgumentOutOfRangeException>(() => new LaneLimitOptions { FixedConcurrency = 0 }).ParamName.ShouldBe("FixedConcurrency");
    }

    private static LaneFeedback.Succeeded Says(LimitReading requests, LimitReading tokens = default) =>
        new(0, new ServerLimits(requests, tokens));

    private static Permit Enter(LaneGate gate, long tokens = 0) => gate.TryEnter(tokens).Permit.ShouldNotBeNull();

    private LaneGate Gate(LaneLimitOptions options) => new(options, _time, new Random(1));
}

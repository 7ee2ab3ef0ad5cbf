using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Tests.Settling;

public sealed class LaneWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly Outcome Answered = new Outcome.Answered(new Reply("x", ReplyEnding.Complete, null, null, null), default);
    private static readonly Outcome Unsent = new Outcome.NotSent("127.0.0.1:9: Connection refused");
    private readonly LaneWatch _watch = new();

    [Fact]
    public void A_refused_account_stops_the_job_at_once() =>
        _watch.See(new Outcome.AccountRefused("the key is refused"), Start).ShouldBe("the key is refused");

    [Fact]
    public void A_host_that_was_never_reached_is_given_up_soon()
    {
        _watch.See(Unsent, Start).ShouldBeNull();
        _watch.See(Unsent, Start + TimeSpan.FromSeconds(1)).ShouldBeNull();
        _watch.See(Unsent, Start + LaneWatch.FirstContact).ShouldBe("cannot reach 127.0.0.1:9: Connection refused; check the address and the network");
    }

    [Fact]
    public void A_host_that_worked_before_is_waited_for()
    {
        _watch.See(Answered, Start);
        for (var seconds = 1; seconds < LaneWatch.Outage.TotalSeconds; seconds++)
            _watch.See(Unsent, Start + TimeSpan.FromSeconds(seconds)).ShouldBeNull();
        _watch.See(Unsent, Start + LaneWatch.Outage + TimeSpan.FromSeconds(1)).ShouldNotBeNull();
    }

    [Fact]
    public void It_knows_whether_somebody_was_answered_meanwhile()
    {
        _watch.HasAnsweredSince(Start).ShouldBeFalse();
        _watch.See(Answered, Start + TimeSpan.FromSeconds(1));
        _watch.HasAnsweredSince(Start).ShouldBeTrue();
        _watch.HasAnsweredSince(Start + TimeSpan.FromSeconds(2)).ShouldBeFalse();
    }

    [Fact]
    public void Refusals_of_rows_stop_no_job_that_has_answers_from_before()
    {
        var watch = new LaneWatch(hasAnswered: true);
        for (var row = 0; row < 100; row++)
            watch.See(new Outcome.RowRefused("invalid_request", "no"), Start).ShouldBeNull();
    }

    [Fact]
    public void Contact_ends_the_silence()
    {
        _watch.See(Answered, Start);
        _watch.See(Unsent, Start + TimeSpan.FromSeconds(1));
        _watch.See(new Outcome.Overloaded(null), Start + TimeSpan.FromSeconds(2));
        for (var second = 3; second < 100; second++)
            _watch.See(Unsent, Start + TimeSpan.FromSeconds(second)).ShouldBeNull();
    }

    [Fact]
    public void Twenty_refusals_and_no_answer_say_that_the_task_is_wrong()
    {
        var refused = new Outcome.RowRefused("invalid_request", "Unsupported parameter: 'temperature'");
        for (var n = 1; n < 20; n++)
            _watch.See(refused, Start).ShouldBeNull();
        _watch.See(refused, Start).ShouldNotBeNull().ShouldContain("Unsupported parameter: 'temperature'");
    }

    [Fact]
    public void Refusals_among_answers_are_the_rows_own()
    {
        _watch.See(Answered, Start);
        for (var n = 0; n < 100; n++)
            _watch.See(new Outcome.RowRefused("invalid_request", "no"), Start).ShouldBeNull();
    }
}

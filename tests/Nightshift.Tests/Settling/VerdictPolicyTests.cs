using Nightshift.Model;
using Nightshift.Settling;

namespace Nightshift.Tests.Settling;

public sealed class VerdictPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(3);
    private static readonly TaskDefinition Free = new() { Model = "sim/echo" };
    private static readonly TaskDefinition Labels = new() { Model = "sim/label", OneOf = ["refund", "delivery"] };
    private static readonly RowStanding Fresh = new(Attempts: 0, MaxAttempts: 6, MaxTokens: 20, RetryMaxTokens: null);

    private static Verdict Decide(Outcome outcome, RowStanding? row = null, TaskDefinition? task = null) =>
        VerdictPolicy.Decide(outcome, row ?? Fresh, new AnswerCheck(task ?? Free), Now, Backoff);

    private static Outcome.Answered Answered(string text, ReplyEnding ending = ReplyEnding.Complete, string? refusal = null) =>
        new(new Reply(text, ending, new Usage(8, 2), "m-2026", refusal), "{}"u8.ToArray());

    [Fact]
    public void An_answer_completes_its_row()
    {
        var answer = Decide(Answered("yes")).ShouldBeOfType<Verdict.Complete>().Answer;
        (answer.Output, answer.Model, answer.Body.Length).ShouldBe(("yes", "m-2026", 2));
    }

    [Fact]
    public void A_label_is_kept_as_the_task_writes_it() =>
        Decide(Answered(" \"Refund\".", ReplyEnding.Complete), task: Labels).ShouldBeOfType<Verdict.Complete>().Answer.Output.ShouldBe("refund");

    [Fact]
    public void An_answer_that_is_none_of_the_labels_is_asked_for_again_and_then_fails()
    {
        Decide(Answered("complaint"), task: Labels).ShouldBe(new Verdict.Retry(Now + Backoff));
        var failed = Decide(Answered("complaint"), Fresh with { Attempts = 5 }, Labels).ShouldBeOfType<Verdict.Fail>();
        failed.Code.ShouldBe("unusable_answer");
        failed.Message.ShouldContain("complaint");
    }

    [Fact]
    public void A_cut_answer_is_asked_for_again_with_twice_the_tokens_up_to_what_the_task_allows()
    {
        Decide(Answered("cut", ReplyEnding.Truncated), Fresh with { RetryMaxTokens = 50 }).ShouldBe(new Verdict.Retry(Now, MaxTokens: 40));
        Decide(Answered("cut", ReplyEnding.Truncated), Fresh with { MaxTokens = 40, RetryMaxTokens = 50 }).ShouldBe(new Verdict.Retry(Now, MaxTokens: 50));
        Decide(Answered("cut", ReplyEnding.Truncated), Fresh with { MaxTokens = 50, RetryMaxTokens = 50 }).ShouldBeOfType<Verdict.Fail>().Message.ShouldContain("raise retry_max_tokens");
        Decide(Answered("cut", ReplyEnding.Truncated), Fresh with { Attempts = 5, RetryMaxTokens = 50 }).ShouldBeOfType<Verdict.Fail>().Message
            .ShouldBe("the answer was cut off at max_tokens 20; its 6 attempts were used up before retry_max_tokens was reached: `nightshift retry` sends it again");
    }

    [Fact]
    public void A_cut_answer_that_may_not_grow_is_said_to_be_cut()
    {
        var failed = Decide(Answered("cut", ReplyEnding.Truncated)).ShouldBeOfType<Verdict.Fail>();
        failed.Code.ShouldBe("truncated");
        failed.Message.ShouldBe("the answer was cut off at max_tokens 20; raise max_tokens, or set retry_max_tokens so that cut answers are asked for again with more");
    }

    [Fact]
    public void A_whole_label_is_whole_even_when_the_limit_ended_it() =>
        Decide(Answered("refund", ReplyEnding.Truncated), task: Labels).ShouldBeOfType<Verdict.Complete>();

    [Fact]
    public void Filtered_and_refused_answers_fail_their_row_alone()
    {
        Decide(Answered("", ReplyEnding.Filtered)).ShouldBeOfType<Verdict.Fail>().Code.ShouldBe("content_filter");
        Decide(Answered("", refusal: "I cannot help with that")).ShouldBe(new Verdict.Fail("refused", "I cannot help with that"));
        Decide(new Outcome.RowRefused("context_length", "too long")).ShouldBe(new Verdict.Fail("context_length", "too long"));
    }

    [Fact]
    public void What_is_not_the_rows_fault_costs_it_no_attempt()
    {
        var last = Fresh with { Attempts = 5 };
        Outcome[] notItsFault =
        [
            new Outcome.Throttled(null), new Outcome.Overloaded(null), new Outcome.NotSent("refused"), new Outcome.AccountRefused("no key"), new Outcome.Abandoned(),
        ];
        foreach (var outcome in notItsFault)
            Decide(outcome, last).ShouldBeOfType<Verdict.Retry>($"{outcome.Word} on the last attempt").CountsAsAttempt.ShouldBeFalse();
    }

    [Fact]
    public void A_row_that_alone_is_turned_away_over_and_over_uses_its_attempts_up()
    {
        var alone = Fresh with { IsAlone = true };
        Decide(new Outcome.Overloaded(null), alone).ShouldBe(new Verdict.Retry(Now + Backoff));
        var failed = Decide(new Outcome.NotSent("h:443: broken pipe"), alone with { Attempts = 5 }).ShouldBeOfType<Verdict.Fail>();
        failed.Message.ShouldContain("the provider answers other rows, and this one never (not_sent: h:443: broken pipe)");
        Decide(new Outcome.AccountRefused("no key"), alone).ShouldBeOfType<Verdict.Retry>().CountsAsAttempt.ShouldBeFalse();
    }

    [Fact]
    public void A_throttle_waits_as_long_as_the_provider_asked()
    {
        Decide(new Outcome.Throttled(TimeSpan.FromHours(6))).ShouldBe(new Verdict.Retry(Now + TimeSpan.FromHours(6), CountsAsAttempt: false));
        Decide(new Outcome.Throttled(TimeSpan.FromSeconds(1))).ShouldBe(new Verdict.Retry(Now + Backoff, CountsAsAttempt: false));
    }

    [Fact]
    public void Faults_of_the_server_are_retried_until_the_attempts_are_used_up()
    {
        Outcome[] faults = [new Outcome.ServerFault("HTTP 500: oops"), new Outcome.TimedOut(TimeSpan.FromMinutes(10)), new Outcome.ConnectionLost("reset")];
        foreach (var fault in faults)
        {
            Decide(fault, Fresh with { Attempts = 4 }).ShouldBe(new Verdict.Retry(Now + Backoff));
            Decide(fault, Fresh with { Attempts = 5 }).ShouldBeOfType<Verdict.Fail>().Code.ShouldBe("retries_exhausted");
        }
    }

    [Fact]
    public void Every_outcome_has_a_verdict()
    {
        foreach (var type in typeof(Outcome).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Outcome))))
        {
            var outcome = (Outcome)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            if (outcome is not Outcome.Answered)
                Decide(outcome).ShouldNotBeNull(type.Name);
        }
    }
}

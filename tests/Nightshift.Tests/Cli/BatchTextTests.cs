using Nightshift.Cli.Display;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Routing;

namespace Nightshift.Tests.Cli;

public sealed class BatchTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    private static readonly Batch Running = new()
    {
        Id = new BatchId(3),
        Job = new JobId(1),
        Submission = "s7f3k2m9q1xa",
        Account = "openai#12345678",
        Model = "gpt-5.4-mini",
        Rows = 50_000,
        Bytes = 1_000_000,
        Sha256 = "00",
        Tokens = 250_000,
        SealedAt = Now.AddHours(-2),
        State = BatchState.Submitted,
        RemoteId = "batch_68f0",
        RemoteStatus = "in_progress",
        RemoteDone = 12_345,
        SubmittedAt = Now.AddMinutes(-62),
        NextStepAt = Now.AddSeconds(45),
    };

    [Fact]
    public void A_batch_is_a_line_with_all_that_one_asks() =>
        BatchText.Line(Running, Now).ShouldBe("batch 3 batch_68f0: 50,000 rows, in_progress, 12,345 done, for 1 h 02 min, next look in 45 s");

    [Fact]
    public void A_batch_that_nobody_looked_at_in_time_is_to_be_looked_at() =>
        BatchText.Line(Running with { NextStepAt = Now.AddSeconds(-1) }, Now).ShouldEndWith(", to be looked at");

    [Fact]
    public void A_refused_batch_says_why() =>
        BatchText.Line(Running with { State = BatchState.Cleaned, Fault = "line 7 is no JSON", EndedAt = Now.AddMinutes(-5) }, Now)
            .ShouldBe("batch 3 batch_68f0: 50,000 rows, refused (line 7 is no JSON), ended 5 min 00 s ago");

    [Fact]
    public void The_sum_counts_what_is_over_whole_and_says_nothing_that_changes_by_itself() =>
        BatchText.Sum([Running, Running with { State = BatchState.Cleaned, RemoteDone = 0, Rows = 10 }])
            .ShouldBe("2 batches, 1 under way; 12,355 of 50,010 rows done at the provider");

    [Fact]
    public void Those_that_are_under_way_are_shown_before_those_that_are_over()
    {
        var over = Running with { Id = new BatchId(1), State = BatchState.Cleaned, EndedAt = Now };
        var lines = BatchText.Lines(Progress([over, over with { Id = new BatchId(2) }, Running]), most: 2).ToList();
        lines.Count.ShouldBe(4);
        lines[1].ShouldStartWith("batch 3 ");
        lines[2].ShouldStartWith("batch 1 ");
        lines[3].ShouldBe("… and 1 more");
    }

    [Fact]
    public void A_batch_that_is_out_for_too_long_is_said_to_be()
    {
        var late = new OverdueBatch(Running, TimeSpan.FromHours(9), TimeSpan.FromMinutes(80));
        BatchText.Lines(Progress([Running]) with { Overdue = [late] }, most: 1).Last().ShouldEndWith("; overdue: 19 of 20 were back within 1 h 20 min");
    }

    private static JobProgress Progress(IReadOnlyList<Batch> batches) => new(
        new Job { Id = new JobId(1), Key = "k", Name = "n", Spec = "{}", State = JobState.Running, CreatedAt = Now }, [], Now) { Batches = batches };

    [Fact]
    public void Every_state_has_words()
    {
        foreach (var state in Enum.GetValues<BatchState>())
            BatchText.Line(Running with { State = state }, Now).ShouldStartWith("batch 3 batch_68f0: 50,000 rows, ");
    }
}

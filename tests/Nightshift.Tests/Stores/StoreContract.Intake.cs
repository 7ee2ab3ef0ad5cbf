using System.Text;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Intake_remembers_how_far_it_came()
    {
        var job = await NewJob();
        await Store.AppendRowsAsync(job, Rows(2), 5);
        await Store.AppendRowsAsync(job, [], 9);
        await ReopenAsync();
        await Store.AppendRowsAsync(job, [Row(2)], 10);

        (await Find(job)).RecordsRead.ShouldBe(10);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 3 });
        (await Results(job)).Select(row => row.Line).ShouldBe([2, 3, 4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_chunk_that_does_not_follow_on_the_last_is_refused(long index)
    {
        var job = await NewJob();
        await Store.AppendRowsAsync(job, Rows(2), 2);
        await Should.ThrowAsync<ArgumentException>(async () => await Store.AppendRowsAsync(job, [Row(index)], 3));
        (await Find(job)).RecordsRead.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_claimed_before_all_is_taken_in()
    {
        var job = await NewJob();
        await Store.AppendRowsAsync(job, Rows(2), 2);
        (await Store.ClaimAsync(job, 10)).ShouldBeEmpty();
        await Store.SealAsync(job, ["a", "b \0 \"ü\""], useCache: false);
        await ReopenAsync();
        (await Find(job)).Columns.ShouldBe(["a", "b \0 \"ü\""]);
        (await Store.ClaimAsync(job, 10)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_sealed_job_takes_in_nothing_more()
    {
        var job = await Running(1);
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.AppendRowsAsync(job, [Row(1)], 2));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.SealAsync(job, [], useCache: false));
    }

    [Fact]
    public async Task A_job_without_a_row_to_send_is_finished_when_it_is_sealed()
    {
        var empty = await Running([], "empty");
        var bad = await Running([Row(0, fault: "line 2: not JSON")], "bad");
        (await Find(empty)).State.ShouldBe(JobState.Finished);
        (await Find(bad)).State.ShouldBe(JobState.Finished);
        (await Find(bad)).FinishedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task A_bad_record_is_stored_as_failed_with_its_reason()
    {
        var job = await Running([Row(0, hash: 5, fault: "line 2: not JSON") with { Record = default }, Row(1, hash: 5)]);
        var results = await Results(job);
        results[0].State.ShouldBe(RowState.Failed);
        results[0].ErrorCode.ShouldBe("bad_record");
        results[0].Error.ShouldBe("line 2: not JSON");
        results[0].Record.IsEmpty.ShouldBeTrue();
        results[1].State.ShouldBe(RowState.Pending, "a bad record leads nobody");
    }

    [Fact]
    public async Task Duplicate_ids_are_reported_with_both_lines_and_their_chunk_is_not_stored()
    {
        var job = await NewJob();
        await Store.AppendRowsAsync(job, [Row(0, userId: "a"), Row(1, userId: "b")], 2);
        var duplicates = await Store.AppendRowsAsync(
            job, [Row(2, userId: "c"), Row(3, userId: "a"), Row(4, userId: "c"), Row(5), Row(6)], 7);

        duplicates.ShouldBe([new DuplicateId("a", 2, 5), new DuplicateId("c", 4, 6)]);
        (await Find(job)).RecordsRead.ShouldBe(2);
        (await Counts(job)).Total.ShouldBe(2);
    }

    [Fact]
    public async Task The_same_id_in_another_job_and_ids_that_differ_in_case_are_no_duplicates()
    {
        await Running([Row(0, userId: "a")], "first");
        var job = await Running([Row(0, userId: "a"), Row(1, userId: "A"), Row(2, userId: "a\0b"), Row(3, userId: "a\0c")], "second");
        (await Results(job)).Select(row => row.UserId).ShouldBe(["a", "A", "a\0b", "a\0c"]);
    }

    [Fact]
    public async Task Records_come_back_byte_for_byte()
    {
        byte[][] records = [[], [0, 255, 10, 0], Encoding.UTF8.GetBytes("{\"t\":\"\u2028 😀 \\u0000\"}"), new byte[5_000_000]];
        var job = await Running([.. records.Select((record, index) => Row(index) with { Record = record })]);
        await ReopenAsync();
        (await Results(job)).Select(row => row.Record.ToArray()).ShouldBe(records);
        (await Store.ClaimAsync(job, 10)).Select(row => row.Record.ToArray()).ShouldBe(records);
    }

    [Fact]
    public async Task An_answer_of_another_job_is_used_when_the_cache_is_on()
    {
        var first = await Running([Row(0, hash: 1), Row(1, hash: 2)], "first");
        var leases = await Send(first);
        await Settle(Complete(leases[0], "cached", new Usage(10, 2), 0.25m));
        await Settle(Fail(leases[1]));

        var off = await Running([Row(0, hash: 1)], "off");
        (await States(off)).ShouldBe([RowState.Pending]);

        var job = await Running([Row(0, hash: 1), Row(1, hash: 2), Row(2, hash: 3), Row(3, hash: 1), Row(4)], "on", useCache: true);
        var results = await Results(job, withBodies: true);
        results.Select(row => row.State).ShouldBe(
            [RowState.Succeeded, RowState.Pending, RowState.Pending, RowState.Succeeded, RowState.Pending]);
        results.Select(row => row.Mode).Take(4).ShouldBe([AnswerMode.Cache, AnswerMode.Live, AnswerMode.Live, AnswerMode.Duplicate]);
        results[0].Answer!.Output.ShouldBe("cached");
        results[0].Answer!.Model.ShouldBe("m-1");
        results[3].Answer!.Body.ToArray().ShouldBe("body of cached"u8.ToArray());
        results[0].Usage.ShouldBe(default);
        results[0].CostUsd.ShouldBe(0);
        (await Find(job)).Spend.ShouldBe(default);

        await Store.RemoveJobAsync(first);
        (await Results(job))[3].Answer!.Output.ShouldBe("cached", "the job has its own copy");
    }

    [Fact]
    public async Task A_job_that_the_cache_answers_as_a_whole_is_finished_when_it_is_sealed()
    {
        var first = await Running([Row(0, hash: 1)], "first");
        await Settle(Complete((await Send(first))[0]));
        var second = await Running([Row(0, hash: 1), Row(1, hash: 1)], "second", useCache: true);
        (await Find(second)).State.ShouldBe(JobState.Finished);
        var third = await Running([Row(0, hash: 1)], "third", useCache: true);
        (await States(third)).ShouldBe([RowState.Succeeded]);
    }

    [Fact]
    public async Task It_says_which_requests_a_job_would_find_answered()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 2), Row(2, hash: 3)]);
        var leases = await Send(job);
        await Settle(Complete(leases[0]));
        await Settle(Fail(leases[1]));
        (await Store.AreAnsweredAsync([Row(0, hash: 3).Hash!.Value, Row(0, hash: 1).Hash!.Value, Row(0, hash: 2).Hash!.Value, Row(0, hash: 9).Hash!.Value]))
            .ShouldBe([false, true, false, false]);
        (await Store.AreAnsweredAsync([])).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hash_that_differs_in_its_last_bit_is_another_request()
    {
        var hash = UInt128.MaxValue;
        var job = await Running([Row(0) with { Hash = new RequestHash(hash) }, Row(1) with { Hash = new RequestHash(hash - 1) }]);
        (await Store.ClaimAsync(job, 10)).Count.ShouldBe(2);
    }
}

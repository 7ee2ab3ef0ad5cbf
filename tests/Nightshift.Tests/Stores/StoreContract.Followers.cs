using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    private static NewRow[] LeaderAndFollowers => [Row(0, hash: 1), Row(1, hash: 1), Row(2, hash: 2), Row(3, hash: 1)];

    [Fact]
    public async Task Identical_requests_are_sent_once_and_answered_for_all()
    {
        var job = await NewJob();
        await Store.AppendRowsAsync(job, LeaderAndFollowers[..3], 3);
        await Store.AppendRowsAsync(job, LeaderAndFollowers[3..], 4);
        await Store.SealAsync(job, [], useCache: false);

        var leases = await Send(job);
        leases.Select(lease => lease.Row.Index).ShouldBe([0, 2]);
        (await Store.NextDueAsync(job)).ShouldBeNull("followers wait for their leader, not for a time");
        await Settle(Complete(leases[0], "shared", new Usage(5, 1), 0.5m));
        await ReopenAsync();

        var results = await Results(job, withBodies: true);
        results.Select(row => row.State).ShouldBe([RowState.Succeeded, RowState.Succeeded, RowState.Sent, RowState.Succeeded]);
        results.Select(row => row.Mode).ShouldBe([AnswerMode.Live, AnswerMode.Duplicate, AnswerMode.Live, AnswerMode.Duplicate]);
        results[3].Answer!.Output.ShouldBe("shared");
        results[3].Answer!.Body.ToArray().ShouldBe("body of shared"u8.ToArray());
        results[3].Usage.ShouldBe(default);
        results[3].CostUsd.ShouldBe(0);
        results[3].Attempts.ShouldBe(0);
        (await Counts(job)).ShouldBe(new RowCounts { Sent = 1, Succeeded = 3 });
        (await Find(job)).Spend.Attempts.ShouldBe(1);

        await Settle(Complete(leases[1]));
        (await Find(job)).State.ShouldBe(JobState.Finished);
    }

    [Fact]
    public async Task Identical_requests_are_found_wherever_their_hashes_lie_and_whatever_chunk_they_came_in()
    {
        const int Requests = 90;
        NewRow[] rows = [.. Enumerable.Range(0, 300).Select(index => Row(index) with { Hash = new RequestHash((UInt128)(index % Requests) << 121) })];
        var job = await NewJob();
        foreach (var chunk in rows.Chunk(70))
            await Store.AppendRowsAsync(job, chunk, chunk[^1].Index + 1);
        await ReopenAsync();
        await Store.SealAsync(job, [], useCache: true);

        var leases = await Send(job, rows.Length);
        leases.Select(lease => lease.Row.Index).ShouldBe(Enumerable.Range(0, Requests).Select(index => (long)index));
        await Store.SettleAsync([.. leases.Select(lease => Complete(lease, $"{lease.Row.Index}"))]);
        (await Results(job)).ShouldAllBe(row => row.Answer!.Output == $"{row.Id.Index % Requests}");
    }

    [Fact]
    public async Task Rows_without_a_hash_are_each_sent()
    {
        var job = await Running(3);
        (await Store.ClaimAsync(job, 10)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Followers_fail_with_their_leader_and_are_retried_with_it()
    {
        var job = await Running(LeaderAndFollowers);
        var leases = await Send(job);
        await Store.SettleAsync([Fail(leases[0]), Complete(leases[1])]);
        var results = await Results(job);
        results.Select(row => row.ErrorCode).ShouldBe(["content_filter", "content_filter", null, "content_filter"]);
        results[3].Error.ShouldBe("refused for content_filter");
        (await Find(job)).State.ShouldBe(JobState.Finished);

        (await Store.RetryFailedAsync(job)).ShouldBe(3);
        var again = await Send(job);
        again.ShouldHaveSingleItem().Row.Index.ShouldBe(0);
        await Settle(Complete(again[0], "at last"));
        (await Results(job)).Where(row => row.Id.Index != 2).ShouldAllBe(row => row.Answer!.Output == "at last" && row.Error == null);
        (await Find(job)).State.ShouldBe(JobState.Finished);
    }

    [Fact]
    public async Task Followers_wait_while_their_leader_is_retried()
    {
        var job = await Running(LeaderAndFollowers);
        await Settle(Retry((await Send(job))[0]));
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 3, Sent = 1 });
        (await ClaimLeases(job)).Select(lease => lease.Row.Index).ShouldBe([0]);
    }

    [Fact]
    public async Task Followers_of_a_waiting_leader_are_cancelled_with_it_and_superseded_with_it()
    {
        var job = await Running(LeaderAndFollowers);
        var leases = await Send(job);
        await Store.RecoverAsync();
        (await Store.CancelAsync(job)).ShouldBe(4);
        (await Counts(job)).ShouldBe(new RowCounts { Cancelled = 4 });

        (await Settle(Complete(leases[0], "late"))).ShouldBe(SettleResult.Superseded);
        (await Counts(job)).ShouldBe(new RowCounts { Succeeded = 3, Cancelled = 1 });
        (await Results(job))[3].Answer!.Output.ShouldBe("late");
    }

    [Theory]
    [InlineData(RowState.Succeeded)]
    [InlineData(RowState.Failed)]
    [InlineData(RowState.Cancelled)]
    public async Task Followers_of_a_sent_leader_end_with_it_after_a_cancel(RowState end)
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1)]);
        var lease = (await Send(job))[0];
        (await Store.CancelAsync(job)).ShouldBe(0);
        (await Counts(job)).ShouldBe(new RowCounts { Pending = 1, Sent = 1 });

        await Settle(end switch
        {
            RowState.Succeeded => Complete(lease),
            RowState.Failed => Fail(lease),
            _ => Retry(lease),
        });
        (await States(job)).ShouldBe([end, end]);
        (await Find(job)).State.ShouldBe(JobState.Cancelled);
        (await Find(job)).FinishedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task A_recovered_leader_of_a_cancelled_job_takes_its_followers_along()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1)]);
        await Send(job);
        await Store.CancelAsync(job);
        await Store.RecoverAsync();
        (await States(job)).ShouldBe([RowState.Cancelled, RowState.Cancelled]);
    }
}

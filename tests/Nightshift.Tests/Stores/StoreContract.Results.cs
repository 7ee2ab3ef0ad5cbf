using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Results_are_streamed_in_input_order_whatever_the_order_of_the_ends()
    {
        var job = await Running(2_500);
        var leases = await Send(job, 2_500);
        await Store.SettleAsync([.. leases.Reverse().Select(lease => Complete(lease, $"{lease.Row.Index}"))]);
        var results = await Results(job);
        results.Select(row => row.Answer!.Output).ShouldBe(Enumerable.Range(0, 2_500).Select(index => $"{index}"));
        results.ShouldAllBe(row => row.Answer!.Body.IsEmpty);
    }

    [Fact]
    public async Task Rows_that_have_not_ended_are_among_the_results()
    {
        var job = await Running(4);
        await Send(job, 1);
        await ClaimLeases(job, 1);
        (await States(job)).ShouldBe([RowState.Sent, RowState.Claimed, RowState.Pending, RowState.Pending]);
    }

    [Fact]
    public async Task A_row_is_found_by_its_id_in_its_own_job_alone()
    {
        var other = await Running([Row(0, userId: "a"), Row(1, userId: "c")], "other");
        var job = await Running([Row(0, userId: "a", hash: 1), Row(1, userId: "b", hash: 1), Row(2), Row(3, userId: "A")]);
        var leases = await Send(job);
        await Store.SettleAsync([Complete(leases[0], "yes", cost: 0.5m)]);
        await ReopenAsync();

        var follower = (await Store.FindRowAsync(job, "b")).ShouldNotBeNull();
        (follower.Id, follower.State, follower.Answer!.Output, follower.Mode).ShouldBe((new RowId(job, 1), RowState.Succeeded, "yes", AnswerMode.Duplicate));
        (await Store.FindRowAsync(job, "a"))!.CostUsd.ShouldBe(0.5m);
        (await Store.FindRowAsync(job, "A"))!.Id.Index.ShouldBe(3);
        (await Store.FindRowAsync(other, "a"))!.State.ShouldBe(RowState.Pending);
        (await Store.FindRowAsync(job, "c")).ShouldBeNull();
        (await Store.FindRowAsync(job, "")).ShouldBeNull();
        (await Store.FindRowAsync(new JobId(99), "a")).ShouldBeNull();
        await Store.RemoveJobAsync(other);
        (await Store.FindRowAsync(other, "a")).ShouldBeNull();
    }

    [Fact]
    public async Task Writes_go_on_while_results_are_read()
    {
        var job = await Running(3_000);
        var leases = await Send(job, 3_000);
        var read = 0;
        await foreach (var result in Store.ReadResultsAsync(job))
        {
            result.Id.Index.ShouldBe(read++);
            if (read % 500 == 0)
                await Store.SettleAsync([Complete(leases[read - 1])]);
        }

        read.ShouldBe(3_000);
        (await Counts(job)).Succeeded.ShouldBe(6);
    }
}

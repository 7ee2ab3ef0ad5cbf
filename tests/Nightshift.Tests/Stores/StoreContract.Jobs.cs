using Nightshift.Model;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_job_can_be_given_another_specification()
    {
        var job = await NewJob();
        await Store.SetSpecAsync(job, "{\"limits\":1}", []);
        await ReopenAsync();
        (await Store.FindJobAsync(job)).ShouldNotBeNull().Spec.ShouldBe("{\"limits\":1}");
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.SetSpecAsync(new JobId(99), "{}", []));
    }

    [Fact]
    public async Task A_new_job_is_in_intake_and_can_be_found_by_number_and_by_key()
    {
        var added = await Store.AddJobAsync(new NewJob("key-1", "tickets.csv", """{"model":"sim/label"}"""));
        await ReopenAsync();

        added.State.ShouldBe(JobState.Intake);
        added.CreatedAt.ShouldBe(Now);
        added.Counts.Total.ShouldBe(0);
        (await Store.FindJobAsync(added.Id)).ShouldBeEquivalentTo(added);
        (await Store.FindJobAsync("key-1")).ShouldBeEquivalentTo(added);
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_null_and_cannot_be_written_to()
    {
        var missing = new JobId(7);
        (await Store.FindJobAsync(missing)).ShouldBeNull();
        (await Store.FindJobAsync("nothing")).ShouldBeNull();
        (await Store.ClaimAsync(missing, 1)).ShouldBeEmpty();
        (await Store.NextDueAsync(missing)).ShouldBeNull();
        (await Results(missing)).ShouldBeEmpty();
        (await Store.MarkSentAsync([new Lease(new RowId(missing, 0), 1)])).Leases.ShouldBeEmpty();
        (await Settle(Complete(new Lease(new RowId(missing, 0), 1)))).ShouldBe(SettleResult.Stale);

        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.AppendRowsAsync(missing, Rows(1), 1));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.SealAsync(missing, [], useCache: false));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.SetJobStateAsync(missing, JobState.Paused));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.RetryFailedAsync(missing));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.CancelAsync(missing));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.RemoveJobAsync(missing));
    }

    [Fact]
    public async Task Two_jobs_cannot_have_the_same_key()
    {
        await NewJob("same");
        await Should.ThrowAsync<InvalidOperationException>(async () => await NewJob("same"));
        (await Store.ListJobsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first()
    {
        await NewJob("a");
        await NewJob("b");
        await NewJob("c");
        (await Store.ListJobsAsync()).Select(job => job.Key).ShouldBe(["c", "b", "a"]);
    }

    [Fact]
    public async Task A_pause_keeps_its_reason_and_resuming_clears_it()
    {
        var job = await Running(1);
        await Store.SetJobStateAsync(job, JobState.Paused, "the key is wrong: set OPENAI_API_KEY");
        (await Find(job)).Reason.ShouldBe("the key is wrong: set OPENAI_API_KEY");
        (await Store.ClaimAsync(job, 1)).ShouldBeEmpty();

        await Store.SetJobStateAsync(job, JobState.Running);
        (await Find(job)).Reason.ShouldBeNull();
        (await Store.ClaimAsync(job, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_keeps_why_its_rows_go_the_way_that_they_go_until_it_is_said_anew()
    {
        var job = await Running(1);
        var gone = new LaneOut("openai/m", Time.GetUtcNow(), "the key is refused");
        ((await Find(job)).Route, (await Find(job)).LanesOut.Count).ShouldBe((null, 0));
        await Store.SetRouteAsync(job, "batches: there is time", [gone]);
        await Store.SetJobStateAsync(job, JobState.Paused, "no quota");
        (await Find(job)).Route.ShouldBe("batches: there is time");
        (await Find(job)).LanesOut.ShouldBe([gone]);
        await Store.SetRouteAsync(job, null, []);
        ((await Find(job)).Route, (await Find(job)).LanesOut.Count).ShouldBe((null, 0));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.SetRouteAsync(new JobId(99), "nowhere", []));
    }

    [Fact]
    public async Task A_pause_that_comes_late_does_not_wake_a_job_that_ended()
    {
        var finished = await Running(Rows(1), "finished");
        await Settle(Complete((await Send(finished))[0]));
        var cancelled = await Running(Rows(1), "cancelled");
        await Store.CancelAsync(cancelled);

        await Store.SetJobStateAsync(finished, JobState.Paused, "late");
        await Store.SetJobStateAsync(cancelled, JobState.Paused, "late");
        (await Find(finished)).State.ShouldBe(JobState.Finished);
        (await Find(cancelled)).State.ShouldBe(JobState.Cancelled);
        (await Find(cancelled)).Reason.ShouldBeNull();
    }

    [Fact]
    public async Task A_removed_job_is_gone_with_all_it_had_and_its_number_is_not_used_again()
    {
        var job = await Running([Row(0, hash: 1), Row(1, hash: 1), Row(2, userId: "a")], "again");
        var leases = await Send(job);
        await Settle(Complete(leases[0]));
        await Store.RemoveJobAsync(job);
        await ReopenAsync();

        (await Store.FindJobAsync(job)).ShouldBeNull();
        (await Store.ListJobsAsync()).ShouldBeEmpty();
        (await Results(job)).ShouldBeEmpty();
        (await Settle(Complete(leases[1]))).ShouldBe(SettleResult.Stale);

        var next = await Running([Row(0, hash: 1), Row(1, userId: "a")], "again", useCache: true);
        next.Value.ShouldBeGreaterThan(job.Value);
        (await States(next)).ShouldBe([RowState.Pending, RowState.Pending]);
    }

    [Fact]
    public async Task Removing_one_job_leaves_the_others()
    {
        var first = await Running(Rows(3), "first");
        var second = await Running(Rows(3), "second");
        var third = await Running(Rows(3), "third");
        await Store.RemoveJobAsync(second);
        (await Results(first)).Count.ShouldBe(3);
        (await Results(third)).Count.ShouldBe(3);
    }
}

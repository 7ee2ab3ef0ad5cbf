using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Tests.Stores;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Two = new(2026, 7, 16, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_schedule_is_kept_as_it_was_given_and_listed_by_name()
    {
        var nightly = await Store.AddScheduleAsync(Nightly("nightly") with { Arguments = ["run", "a b.csv", "--prompt", "“{{x}}”\n"], Missed = MissedPolicy.Skip });
        await Store.AddScheduleAsync(Nightly("hourly"));
        await ReopenAsync();

        var listed = await Store.ListSchedulesAsync();
        listed.Select(schedule => schedule.Name).ShouldBe(["hourly", "nightly"]);
        listed[1].ShouldBeEquivalentTo(nightly);
        (nightly.Cron, nightly.TimeZone, nightly.Missed, nightly.Folder, nightly.CreatedAt).ShouldBe(("0 2 * * *", "Europe/Berlin", MissedPolicy.Skip, "/srv/data", Now));
        nightly.Arguments.ShouldBe(["run", "a b.csv", "--prompt", "“{{x}}”\n"]);
    }

    [Fact]
    public async Task A_name_is_one_schedules_until_that_is_removed_and_a_number_for_ever()
    {
        var first = await Store.AddScheduleAsync(Nightly("nightly"));
        (await Should.ThrowAsync<InvalidOperationException>(async () => await Store.AddScheduleAsync(Nightly("nightly")))).Message.ShouldContain("'nightly'");
        await Store.ClaimRunAsync(new(first.Id, Two), RunClaim.Due);
        await Store.RemoveScheduleAsync(first.Id);
        await ReopenAsync();

        var second = await Store.AddScheduleAsync(Nightly("nightly"));
        second.Id.ShouldNotBe(first.Id);
        (await Store.ListRunsAsync(first.Id)).ShouldBeEmpty();
        (await Store.ListOpenRunsAsync()).ShouldBeEmpty();
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.RemoveScheduleAsync(first.Id));
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.ClaimRunAsync(new(first.Id, Two), RunClaim.Due));
    }

    [Fact]
    public async Task A_planned_time_is_claimed_once_whatever_became_of_it()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        var run = (await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due)).ShouldNotBeNull();
        (run.State, run.ClaimedAt, run.IsByHand, run.Job, run.EndedAt).ShouldBe((ScheduledRunState.Open, Now, false, null, null));
        await ReopenAsync();

        (await Store.ClaimRunAsync(run.Id, RunClaim.Due)).ShouldBeNull();
        (await Store.EndRunAsync(run.Id, 0)).ShouldBeTrue();
        (await Store.ClaimRunAsync(run.Id, RunClaim.Due)).ShouldBeNull();
        (await Store.ClaimRunAsync(run.Id, RunClaim.ByHand)).ShouldBeNull();
        (await Store.ListRunsAsync(schedule)).ShouldHaveSingleItem().State.ShouldBe(ScheduledRunState.Ended);
    }

    [Fact]
    public async Task Of_many_that_claim_a_time_at_once_one_gets_it()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due))));
        claims.Count(claim => claim is not null).ShouldBe(1);
    }

    [Fact]
    public async Task While_a_run_is_open_the_next_is_left_out_and_those_of_other_schedules_are_not()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        var other = (await Store.AddScheduleAsync(Nightly("other"))).Id;
        var first = (await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due)).ShouldNotBeNull();
        (await Store.ClaimRunAsync(new(schedule, Two.AddDays(1)), RunClaim.Due)).ShouldNotBeNull().State.ShouldBe(ScheduledRunState.Overlapped);
        (await Store.ClaimRunAsync(new(other, Two.AddDays(1)), RunClaim.Due)).ShouldNotBeNull().State.ShouldBe(ScheduledRunState.Open);
        (await Store.ListOpenRunsAsync()).Select(run => run.Id).ShouldBe([first.Id, new(other, Two.AddDays(1))]);

        await Store.EndRunAsync(first.Id, 1, "why");
        (await Store.ClaimRunAsync(new(schedule, Two.AddDays(2)), RunClaim.ByHand)).ShouldNotBeNull().State.ShouldBe(ScheduledRunState.Open);
        (await Store.ListRunsAsync(schedule)).Select(run => (run.Id.PlannedAt, run.State, run.IsByHand)).ShouldBe(
        [
            (Two.AddDays(2), ScheduledRunState.Open, true), (Two.AddDays(1), ScheduledRunState.Overlapped, false), (Two, ScheduledRunState.Ended, false),
        ]);
        (await Store.ListRunsAsync(schedule, most: 1)).ShouldHaveSingleItem().Id.PlannedAt.ShouldBe(Two.AddDays(2));
    }

    [Fact]
    public async Task A_time_that_was_missed_is_claimed_and_never_begins()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        (await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Missed)).ShouldNotBeNull().State.ShouldBe(ScheduledRunState.Missed);
        (await Store.StartRunAsync(new(schedule, Two), await NewJob())).ShouldBeFalse();
        (await Store.EndRunAsync(new(schedule, Two), 0)).ShouldBeFalse();
        (await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due)).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_ends_with_the_rows_of_its_job_and_what_the_job_cost_in_it()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        var job = await Running(3);
        var leases = await Send(job);
        await Settle(Complete(leases[0], cost: 0.25m));

        var run = (await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due)).ShouldNotBeNull().Id;
        (await Store.StartRunAsync(run, job)).ShouldBeTrue();
        (await Store.StartRunAsync(run, job)).ShouldBeFalse();
        await Settle(Complete(leases[1], cost: 0.5m));
        await Settle(Fail(leases[2]));
        Time.Advance(TimeSpan.FromMinutes(5));
        (await Store.EndRunAsync(run, 1, "some failed")).ShouldBeTrue();
        (await Store.EndRunAsync(run, 0)).ShouldBeFalse();
        await ReopenAsync();

        var ended = (await Store.ListRunsAsync(schedule)).ShouldHaveSingleItem();
        (ended.State, ended.Job, ended.EndedAt, ended.ExitCode, ended.Reason).ShouldBe((ScheduledRunState.Ended, job, Now, 1, "some failed"));
        (ended.Rows, ended.Failed, ended.CostUsd).ShouldBe((3, 1, 0.5m));
    }

    [Fact]
    public async Task A_run_whose_job_is_gone_or_never_was_ends_without_rows()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        var job = await NewJob();
        var first = (await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due)).ShouldNotBeNull().Id;
        await Store.StartRunAsync(first, job);
        await Store.RemoveJobAsync(job);
        (await Store.EndRunAsync(first, 5)).ShouldBeTrue();
        var second = (await Store.ClaimRunAsync(new(schedule, Two.AddDays(1)), RunClaim.Due)).ShouldNotBeNull().Id;
        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.StartRunAsync(second, new JobId(99)));
        (await Store.EndRunAsync(second, 2)).ShouldBeTrue();

        (await Store.ListRunsAsync(schedule)).Select(run => (run.ExitCode, run.Rows, run.Failed, run.CostUsd)).ShouldBe([(2, null, null, null), (5, null, null, null)]);
    }

    [Fact]
    public async Task Old_runs_are_forgotten_and_an_open_one_is_not()
    {
        var schedule = (await Store.AddScheduleAsync(Nightly())).Id;
        await Store.ClaimRunAsync(new(schedule, Two), RunClaim.Due);
        for (var minute = 1; minute <= IScheduleStore.MostRuns + 3; minute++)
            await Store.ClaimRunAsync(new(schedule, Two.AddMinutes(minute)), RunClaim.Due);

        var kept = await Store.ListRunsAsync(schedule, most: int.MaxValue);
        kept.Count.ShouldBe(IScheduleStore.MostRuns + 1);
        kept[^1].ShouldSatisfyAllConditions(run => run.Id.PlannedAt.ShouldBe(Two), run => run.State.ShouldBe(ScheduledRunState.Open));
        kept[^2].Id.PlannedAt.ShouldBe(Two.AddMinutes(4));
    }

    private static NewSchedule Nightly(string name = "nightly") => new(name, "0 2 * * *", "Europe/Berlin", MissedPolicy.Run, ["run", "a.csv"], "/srv/data");
}

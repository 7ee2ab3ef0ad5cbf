using Nightshift.Alerting;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Providers;
using Nightshift.Stores;
using Nightshift.Stores.InMemory;
using Nightshift.Tests.Clocks;

namespace Nightshift.Tests.Alerting;

/// <summary>What the desk makes of a store, over time and over processes.</summary>
public sealed class AlertDeskTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly InMemoryStore _store;

    public AlertDeskTests() => _store = new InMemoryStore(_time);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_job_that_finishes_is_told_once_whoever_looks_and_however_often()
    {
        var desk = Desk();
        (await desk.LookAsync()).ShouldBe(0);
        var job = await RunningAsync("a");
        (await desk.LookAsync()).ShouldBe(0);
        await FinishAsync(job);
        (await desk.LookAsync()).ShouldBe(1);
        (await desk.LookAsync()).ShouldBe(0);
        (await Desk().LookAsync()).ShouldBe(0, "another process finds it told");
        _time.Advance(TimeSpan.FromDays(60));
        (await Desk().LookAsync()).ShouldBe(0);
        var told = (await _store.ListDeliveriesAsync(9)).ShouldHaveSingleItem();
        told.Alert.Headline.ShouldBe($"Job {job} (a.csv) finished: 1 of 1 row succeeded.");
        told.Alert.Lines[0].ShouldBe("It cost $0.50, $0.50 less than live calls.");
    }

    [Fact]
    public async Task One_that_finishes_again_after_a_retry_is_told_again()
    {
        var desk = Desk();
        await desk.LookAsync();
        var job = await RunningAsync("a");
        await FinishAsync(job, new Verdict.Fail("refused", "no"));
        (await desk.LookAsync()).ShouldBe(2, "that it finished, and that more than a twentieth failed");
        _time.Advance(TimeSpan.FromMinutes(1));
        await _store.RetryFailedAsync(job);
        (await desk.LookAsync()).ShouldBe(0);
        await FinishAsync(job);
        (await desk.LookAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_finished_before_anybody_was_to_be_told_and_what_ended_while_nobody_looked()
    {
        await FinishAsync(await RunningAsync("before"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Desk().LookAsync();
        (await _store.ListDeliveriesAsync(9)).ShouldBeEmpty();

        // The process ends here, and the job finishes in one that dies before it looks.
        await FinishAsync(await RunningAsync("meanwhile"));
        _time.Advance(TimeSpan.FromDays(2));
        (await Desk().LookAsync()).ShouldBeGreaterThan(0);
        (await _store.ListDeliveriesAsync(9)).Where(delivery => delivery.Alert.Kind == AlertKind.JobFinished).ShouldHaveSingleItem().Alert.Headline.ShouldContain("meanwhile.csv");
    }

    [Fact]
    public async Task A_run_of_a_schedule_that_was_left_out_is_told_once_and_one_that_ran_is_not()
    {
        var desk = Desk();
        await desk.LookAsync();
        var schedule = await _store.AddScheduleAsync(new NewSchedule("nightly", "0 2 * * *", "Etc/UTC", MissedPolicy.Skip, ["run", "a.csv"], "/"));
        await _store.ClaimRunAsync(new ScheduledRunId(schedule.Id, _time.GetUtcNow()), RunClaim.Missed);
        await _store.ClaimRunAsync(new ScheduledRunId(schedule.Id, _time.GetUtcNow().AddHours(1)), RunClaim.Due);
        (await desk.LookAsync()).ShouldBe(1);
        (await desk.LookAsync()).ShouldBe(0);
        (await _store.ListDeliveriesAsync(9)).ShouldHaveSingleItem().Alert.Kind.ShouldBe(AlertKind.ScheduleMissed);
    }

    [Fact]
    public async Task Samples_and_comparisons_are_watched_by_whoever_began_them()
    {
        var desk = Desk();
        await desk.LookAsync();
        await FinishAsync(await RunningAsync("a", spec => spec with { Sample = new Sampling(1, 100) }));
        (await desk.LookAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_budget_of_a_job_and_those_of_the_configuration_are_held_against_what_was_spent()
    {
        var desk = Desk(budgets: [new Budget(0.6m) { Tag = "nightly" }, new Budget(100)]);
        var job = await RunningAsync("a", spec => spec with { MaxCostUsd = 0.5m, Tags = ["nightly"] }, rows: 2);
        await FinishAsync(job);
        await desk.LookAsync();
        (await _store.ListDeliveriesAsync(9)).Select(delivery => delivery.Alert.Subject).ShouldBe(
            [$"100 % of the job's budget of $0.50 of job {job}", "80 % of the budget of $0.60 for the tag nightly"]);
    }

    [Fact]
    public async Task Yesterday_is_told_in_the_morning_once()
    {
        var desk = Desk();
        await desk.LookAsync();
        var day = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        await FinishAsync(await RunningAsync("a"));
        await desk.LookAsync();
        (await Reports()).ShouldBeEmpty();
        for (var hour = 0; hour < 60; hour++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            await desk.LookAsync();
        }

        (await Reports()).ShouldHaveSingleItem().Alert.Headline.ShouldBe($"{day:O}: 1 answers for $0.50, $0.50 (50 %) less than live calls.");

        async Task<IEnumerable<AlertDelivery>> Reports() => (await _store.ListDeliveriesAsync(99)).Where(delivery => delivery.Alert.Kind == AlertKind.DailyReport);
    }

    [Fact]
    public async Task Results_that_nobody_collects_are_told_by_the_terms_of_their_provider()
    {
        var desk = Desk();
        await desk.LookAsync();
        var job = await RunningAsync("a");
        var batch = (await _store.SealBatchAsync(new NewBatch(job, "s7f3k2m9q1xa", "openai 3f2a", "m", 1, "00", 1), [.. (await _store.ClaimAsync(job, 1)).Select(row => row.Lease)])).ShouldNotBeNull();
        await _store.MoveBatchAsync(BatchState.Sealed, batch with { State = BatchState.Ended, RemoteId = "batch_1", SubmittedAt = _time.GetUtcNow(), EndedAt = _time.GetUtcNow() });
        await _store.SetJobStateAsync(job, JobState.Paused, "the key is refused");
        _time.Advance(TimeSpan.FromDays(26));
        await desk.LookAsync();
        (await Expiring()).ShouldBeEmpty("openai keeps results for 30 days");
        _time.Advance(TimeSpan.FromDays(1));
        await desk.LookAsync();
        (await Expiring()).ShouldHaveSingleItem().Alert.Headline.ShouldContain("are deleted at openai in 3 days");

        async Task<IEnumerable<AlertDelivery>> Expiring() => (await _store.ListDeliveriesAsync(99)).Where(delivery => delivery.Alert.Kind == AlertKind.ResultsExpiring);
    }

    [Fact]
    public async Task With_nobody_to_tell_nothing_is_looked_at()
    {
        var desk = new AlertDesk(_store, [], [], new ProviderCatalog(), _ => null, _time);
        await FinishAsync(await RunningAsync("a"));
        (await desk.LookAsync()).ShouldBe(0);
        _time.Advance(TimeSpan.FromHours(1));
        await Desk().LookAsync();
        (await _store.ListDeliveriesAsync(9)).ShouldBeEmpty("it is watched only since there is somebody");
    }

    [Fact]
    public async Task Rounds_tell_while_work_goes_on_and_once_more_at_its_end()
    {
        await using var server = new HookServer();
        var desk = new AlertDesk(_store, [new AlertReceiver("ops", new AlertRoute.Webhook(server.Address, null, new OutboundAllowance(true, true)))], [], new ProviderCatalog(), _ => null, _time);
        await using (new AlertRounds(desk, _time))
        {
            await FinishAsync(await RunningAsync("a"));
            await FinishAsync(await RunningAsync("b"));
        }

        server.Came.Count.ShouldBe(2);
        (await _store.ListDeliveriesAsync(9, openOnly: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_says_nothing_holds_up_the_end_for_five_seconds()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new HookServer(_ =>
        {
            asked.SetResult();
            return new HookAnswer.Nothing();
        });
        var desk = new AlertDesk(_store, [new AlertReceiver("ops", new AlertRoute.Webhook(server.Address, null, new OutboundAllowance(true, true)))], [], new ProviderCatalog(), _ => null, _time);
        await desk.LookAsync();
        await FinishAsync(await RunningAsync("a"));
        var rounds = new AlertRounds(desk, _time);
        var end = rounds.DisposeAsync().AsTask();
        await asked.Task;
        end.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(5));
        await end;
        rounds.Untold.ShouldBeLessThanOrEqualTo(1);
        (await _store.ListDeliveriesAsync(9)).ShouldHaveSingleItem().LastError.ShouldBe("there was no time to wait for an answer");
    }

    private AlertDesk Desk(IReadOnlyList<Budget>? budgets = null) => new(_store, [new AlertReceiver("ops", new AlertRoute.Command(["true"]))], budgets ?? [], new ProviderCatalog(), _ => null, _time);

    private async Task<JobId> RunningAsync(string name, Func<JobSpec, JobSpec>? with = null, int rows = 1)
    {
        var spec = new JobSpec
        {
            Input = new InputSource($"{name}.csv"), Fingerprint = name, Task = new TaskDefinition { Model = "openai/gpt-5.4-mini", Prompt = "x" }, Destination = "openai", InputFormat = InputFormat.Csv,
        };
        spec = with?.Invoke(spec) ?? spec;
        var job = await _store.AddJobAsync(new NewJob(name, $"{name}.csv", spec.ToJson()) { Provider = "openai", Model = "gpt-5.4-mini", Tags = spec.Tags ?? [] });
        await _store.AppendRowsAsync(job.Id, [.. Enumerable.Range(0, rows).Select(row => new NewRow(row, row + 2, null, "{}"u8.ToArray(), null))], rows);
        await _store.SealAsync(job.Id, [], useCache: false);
        return job.Id;
    }

    /// <summary>Ends one row.</summary>
    private async Task FinishAsync(JobId job, Verdict? verdict = null)
    {
        var lease = (await _store.ClaimAsync(job, 1)).ShouldHaveSingleItem().Lease;
        await _store.MarkSentAsync([lease]);
        verdict ??= new Verdict.Complete(new Answer("yes", "yes"u8.ToArray(), null));
        await _store.SettleAsync([new Settlement(lease, verdict, new Attempt("answered", _time.GetUtcNow(), default, Usage: new Usage(3, 2), CostUsd: 0.5m) { LiveUsd = 1 })]);
    }
}

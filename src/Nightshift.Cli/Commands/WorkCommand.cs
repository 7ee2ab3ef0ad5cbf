using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Cli.Scheduling;
using Nightshift.Engine;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>work</c>: carries on whatever the store has.</summary>
internal static class WorkCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "Move everything as far as it goes now, then return; exit code 5 when something still waits for a provider" };
    private static readonly Option<bool> Forever = new("--forever") { Description = "Stay, and look for new jobs every few seconds, until Ctrl-C" };

    /// <summary>How often a job is weighed whose batches are not to be looked at yet.</summary>
    private static readonly TimeSpan Weighing = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks; other commands may have the store meanwhile.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var command = new Command("work", """
            Carry on every job in the store until nothing is left, and write their outputs.

            Live rows are sent; batches are uploaded, made, looked at, collected. Where a provider takes hours, `--once` does what can be done
            now and returns: call it every few minutes. Nothing is sent twice however often it is called.

            Runs of schedules whose time has come are begun first, and lots of queues that are due; with --forever, whenever one comes
            (`nightshift schedule --help`, `nightshift queue --help`).

            Examples:
              nightshift work
              */10 * * * * nightshift work --once        # in a crontab
              nightshift work --forever                  # as a service

            Exit codes: 0 all succeeded, 1 some rows failed, 3 a provider cannot be reached, 4 a budget is used up, 5 something still waits.
            """);
        command.Options.Add(Once);
        command.Options.Add(Forever);
        command.SetAction((parse, _) => WorkAsync(HomeOption.Of(parse), parse.GetValue(Once), parse.GetValue(Forever)));
        return command;
    }

    private static async Task<int> WorkAsync(string home, bool once, bool forever)
    {
        if (once && forever)
            throw new UsageException("--once and --forever exclude each other");
        using var interrupts = new Interrupts(Screen.Say);
        var control = interrupts.Control with { Once = once || forever };
        var round = new WorkRound(control);
        var alerts = new AlertTurns(home, TimeProvider.System);
        var runs = new DueRuns(home, round, control, TimeProvider.System);
        var lots = new DueLots(home, round, control, TimeProvider.System);
        await using var clock = forever ? await QuartzClock.StartAsync(TimeProvider.System) : null;
        // What was missed is found at the start; from then on the clock says when to look.
        var isTime = true;
        for (var isFirst = true; ; isFirst = false)
        {
            var look = await LookAsync(home, round, lots, clock, isTime);
            isTime = look.IsTime;
            if ((isFirst && !forever) || look.HasWork)
                isTime &= !await RunRoundAsync(home, round, runs, lots, isFirst, mayBeInUse: forever);
            else
                isTime = false;
            if (!look.HasWork && forever && alerts.IsDue())
                await TellAsync(home);
            if (once || control.Stop.IsCancellationRequested || (!forever && round.Waiting == 0))
                return round.Waiting > 0 ? Math.Max(round.Code, ExitCode.Unfinished) : round.Code;
            var pause = Task.Delay(Pause, TimeProvider.System, control.Stop);
            await Task.WhenAny(pause, clock?.Fired ?? pause);
        }
    }

    /// <summary>A round of work, with the schedules' runs and the queues' lots begun before it and ended behind it; false when another command has the store.</summary>
    private static async Task<bool> RunRoundAsync(string home, WorkRound round, DueRuns runs, DueLots lots, bool isFirst, bool mayBeInUse)
    {
        try
        {
            await using var session = await Session.OpenAsync(home, needsSimulator: true);
            await runs.BeginAsync(session);
            await lots.BeginAsync(session);
            await round.RunAsync(session);
            await runs.EndAsync(session);
            await lots.EndAsync(session);
            if (isFirst && (await session.Engine.Store.ListJobsAsync()).Any(job => job.State == JobState.Intake))
                Screen.Say("Some jobs were interrupted while their input was taken in; run their command again to go on.");
            return true;
        }
        catch (StoreInUseException) when (mayBeInUse)
        {
            // Another command has the store, such as a submit: the next round comes in seconds.
            return false;
        }
    }

    /// <summary>A session of its own sees to the alerts: nothing else is due.</summary>
    private static async Task TellAsync(string home)
    {
        try
        {
            await using var session = await Session.OpenAsync(home, needsSimulator: false);
        }
        catch (StoreInUseException)
        {
            // Whoever has the store sees to them.
        }
    }

    /// <summary>Whether there is something to be done, and whether schedules are to be looked at. It only looks: the store stays free for others.</summary>
    private static async Task<(bool HasWork, bool IsTime)> LookAsync(string home, WorkRound round, DueLots lots, QuartzClock? clock, bool isTime)
    {
        try
        {
            await using var store = ReadOnlyStore.Open(home);
            if (clock is not null)
                isTime |= await clock.FollowAsync(store is null ? [] : await store.ListSchedulesAsync()) | clock.TakeFired();
            return (lots.AreDue() || (store is not null && (await HasWorkAsync(store, round, isTime) || await lots.AreLeftAsync(store))), isTime);
        }
        catch (StoreException e) when (e is { IsDiskFull: false, IsDiskFault: false })
        {
            // It is being made just now, or is an older version's: whoever opens it as its owner puts that right, or learns what is wrong.
            return (true, true);
        }
    }

    /// <summary>Whether somebody weighs live calls against batches, and the clock may decide at any moment.</summary>
    private static bool IsWeighed(Job job) => JobResults.StrategyOf(job).Strategy is Strategy.Hybrid or Strategy.Deadline;

    /// <summary>Whether a schedule or a job has a next step that is due.</summary>
    private static async Task<bool> HasWorkAsync(IStore store, WorkRound round, bool isTime)
    {
        if ((isTime && await DueRuns.AreDueAsync(store, TimeProvider.System.GetUtcNow())) || await DueRuns.AreLeftAsync(store) || (await round.FindLateAsync(store)).Count > 0)
            return true;
        foreach (var job in (await store.ListJobsAsync()).Where(round.IsOpen))
        {
            var open = (await store.ListBatchesAsync(job.Id)).Where(batch => batch.State.IsOpen()).ToList();
            // Rows that wait for room wait for a batch to end.
            var due = open.Count > 0 ? open.Min(batch => batch.NextStepAt ?? batch.SealedAt) : await store.NextDueAsync(job.Id);
            var now = TimeProvider.System.GetUtcNow();
            if (due is null || due <= now || (IsWeighed(job) && now - round.RanAt >= Weighing))
                return true;
        }

        return false;
    }
}

using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Model;
using Nightshift.Stores;

namespace Nightshift.Cli.Commands;

/// <summary><c>work</c>: carries on whatever the store has.</summary>
internal static class WorkCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "Move everything as far as it goes now, then return; exit code 5 when something still waits for a provider" };
    private static readonly Option<bool> Forever = new("--forever") { Description = "Stay, and look for new jobs every few seconds, until Ctrl-C" };

    /// <summary>Between two looks; other commands may have the store meanwhile.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var command = new Command("work", """
            Carry on every job in the store until nothing is left, and write their outputs.

            Live rows are sent; batches are uploaded, made, looked at, collected. Where a provider takes hours, `--once` does what can be done
            now and returns: call it every few minutes. Nothing is sent twice however often it is called.

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
        for (var isFirst = true; ; isFirst = false)
        {
            if ((isFirst && !forever) || await HasWorkAsync(home, round))
                await RunRoundAsync(home, round, isFirst, mayBeInUse: forever);
            else if (forever && alerts.IsDue())
                await TellAsync(home);
            if (once || control.Stop.IsCancellationRequested || (!forever && round.Waiting == 0))
                return round.Waiting > 0 ? Math.Max(round.Code, ExitCode.Unfinished) : round.Code;
            await Task.WhenAny(Task.Delay(Pause, TimeProvider.System, control.Stop));
        }
    }

    private static async Task RunRoundAsync(string home, WorkRound round, bool isFirst, bool mayBeInUse)
    {
        try
        {
            await using var session = await Session.OpenAsync(home, needsSimulator: true);
            await round.RunAsync(session);
            if (isFirst && (await session.Engine.Store.ListJobsAsync()).Any(job => job.State == JobState.Intake))
                Screen.Say("Some jobs were interrupted while their input was taken in; run their command again to go on.");
        }
        catch (StoreInUseException) when (mayBeInUse)
        {
            // Another command has the store, such as a submit: the next round comes in seconds.
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

    /// <summary>Whether a job has rows or batches whose next step is due. It only looks: the store stays free for others.</summary>
    private static async Task<bool> HasWorkAsync(string home, WorkRound round)
    {
        await using var store = ReadOnlyStore.Open(home);
        if (store is null)
            return false;
        foreach (var job in (await store.ListJobsAsync()).Where(round.IsOpen))
        {
            var open = (await store.ListBatchesAsync(job.Id)).Where(batch => batch.State.IsOpen()).ToList();
            // Rows that wait for room wait for a batch to end.
            var due = open.Count > 0 ? open.Min(batch => batch.NextStepAt ?? batch.SealedAt) : await store.NextDueAsync(job.Id);
            if (due is null || due <= TimeProvider.System.GetUtcNow())
                return true;
        }

        return false;
    }
}

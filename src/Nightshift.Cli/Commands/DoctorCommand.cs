using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Gathering;
using Nightshift.Cli.Options;
using Nightshift.Cli.Scheduling;
using Nightshift.Model;
using Nightshift.Stores;
using Nightshift.Stores.Sqlite;

namespace Nightshift.Cli.Commands;

/// <summary><c>doctor</c>: checks the store against the invariants, and the setup.</summary>
internal static class DoctorCommand
{
    private const int MostAlerts = 10_000;

    public static Command Create()
    {
        var repair = new Option<bool>("--repair") { Description = "Mend what the store itself knows better: counts, sums, ends, answers that are there. Nothing paid is given up" };
        var command = new Command("doctor", "Check the store (every row in one state, counts and cost that add up, the database sound) and the setup.");
        command.Options.Add(repair);
        command.SetAction(async (parse, _) =>
        {
            using var interrupts = new Interrupts(_ => { });
            var cancellation = interrupts.Control.Stop;
            var home = HomeOption.Of(parse);
            if (parse.GetValue(repair))
                await RepairAsync(home, cancellation);
            return await CheckAsync(home, cancellation);
        });
        return command;
    }

    private static async Task RepairAsync(string home, CancellationToken cancellation)
    {
        if (!StoreFolder.Exists(home))
            return;
        await using var store = SqliteStore.Open(home, TimeProvider.System);
        var mended = await store.RepairAsync(cancellation);
        foreach (var sentence in mended)
            Console.Out.WriteLine($"mended     {Screen.Safe(sentence)}");
        if (mended.Count == 0)
            Console.Out.WriteLine("mended     nothing: there was nothing to mend");
    }

    private static async Task<int> CheckAsync(string home, CancellationToken cancellation)
    {
        Console.Out.WriteLine($"store      {home}");
        var (problems, broken) = (0, 0);
        await using (var store = ReadOnlyStore.Open(home))
        {
            if (store is null)
                Console.Out.WriteLine("           empty: no job has been run yet");
            else
                (problems, broken) = (await CheckStoreAsync(store, cancellation), await CheckSchedulesAsync(store, home, cancellation));
        }

        var stuck = QueueCheck.Say(home);
        SayKeys(home);
        Console.Out.WriteLine(problems == 0
            ? broken + stuck == 0 ? "all is well" : $"the store is well; {string.Join(", ", Unfit(broken, "schedule", "run").Concat(Unfit(stuck, "queue", "sent")))}"
            : $"{problems} problem{(problems == 1 ? "" : "s")} found; `nightshift doctor --repair` mends what can be mended (keep a copy of {StoreFolder.DatabasePath(home)} first)");
        return problems + broken + stuck == 0 ? ExitCode.Success : ExitCode.SomeFailed;
    }

    /// <summary>How many schedules could not be run now: what was there when they were added may have gone.</summary>
    private static async Task<int> CheckSchedulesAsync(IStore store, string home, CancellationToken cancellation)
    {
        var broken = 0;
        foreach (var schedule in await store.ListSchedulesAsync(cancellation))
        {
            var fault = await ScheduledCommand.FaultAsync(schedule, home, cancellation);
            Console.Out.WriteLine(Screen.Safe($"schedule   {schedule.Name}: {(fault is null ? "can be run" : $"cannot be run: {fault}")}"));
            broken += fault is null ? 0 : 1;
        }

        return broken;
    }

    private static IEnumerable<string> Unfit(int count, string what, string done) =>
        count == 0 ? [] : [$"{(count == 1 ? $"a {what}" : $"{count} {what}s")} cannot be {done} as things are"];

    private static void SayKeys(string home)
    {
        var keys = Setup.Keys(home).ToLookup(key => key.IsSet);
        foreach (var (provider, variable, _) in keys[true])
            Console.Out.WriteLine($"key        {provider}: {variable} is set");
        if (keys[false].Any())
            Console.Out.WriteLine($"no key     {string.Join(", ", keys[false].Select(key => key.Variable))}");
    }

    /// <summary>No fault of the store, but somebody was not told.</summary>
    private static async Task SayAlertsAsync(IStore store, CancellationToken cancellation)
    {
        var open = await store.ListDeliveriesAsync(MostAlerts, openOnly: true, cancellation);
        var givenUp = open.Count(delivery => delivery.State == DeliveryState.GivenUp);
        if (givenUp > 0)
        {
            Console.Out.WriteLine($"alerts     {(givenUp == 1 ? "1 alert could not be delivered and was" : $"{Words.Count(givenUp)} alerts could not be delivered and were")} given up; "
                + "`nightshift alerts list --open` says why");
        }

        if (open.Count - givenUp is > 0 and var waiting)
            Console.Out.WriteLine($"alerts     {(waiting == 1 ? "1 alert waits" : $"{Words.Count(waiting)} alerts wait")} to be delivered; `nightshift work` or `nightshift alerts send` does it");
    }

    private static async Task<int> CheckStoreAsync(IStore store, CancellationToken cancellation)
    {
        var jobs = await store.ListJobsAsync(cancellation);
        Console.Out.WriteLine($"           {Words.Count(jobs.Count)} jobs, {Words.Rows(jobs.Sum(job => job.Counts.Total))}");
        await SayAlertsAsync(store, cancellation);
        var problems = 0;
        await foreach (var problem in store.CheckAsync(cancellation))
        {
            problems++;
            Console.Out.WriteLine($"problem    {Screen.Safe(problem)}");
        }

        return problems;
    }
}

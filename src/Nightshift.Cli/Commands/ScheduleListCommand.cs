using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary><c>schedule list</c>: what runs when, and what came of it.</summary>
internal static class ScheduleListCommand
{
    public static Command Create()
    {
        var name = ScheduleArgument.Create();
        name.Arity = ArgumentArity.ZeroOrOne;
        var most = new Option<int?>("--runs") { Description = "So many of the last runs of each (default: 1; of a schedule that is named, 20)", HelpName = "N" };
        var command = new Command("list", """
            List the schedules: when they run next, and what came of their last runs. Works while another process is running them.

            Examples:
              nightshift schedule list
              nightshift schedule list tickets --runs 100
              nightshift schedule list --json | jq '.[] | {name, next_at, last: .runs[0].outcome}'
            """);
        command.Arguments.Add(name);
        command.Options.Add(most);
        command.Options.Add(JsonOption.Json);
        command.SetAction((parse, _) => ListAsync(HomeOption.Of(parse), parse.GetValue(name), Positive.Of(parse, most), parse.GetValue(JsonOption.Json)));
        return command;
    }

    private static async Task<int> ListAsync(string home, string? name, int? most, bool isJson)
    {
        await using var store = ReadOnlyStore.Open(home);
        if (store is null && name is not null)
            throw new UsageException($"there is no schedule '{name}': there is no store in {home} yet");
        IReadOnlyList<Schedule> schedules = store is null ? [] : name is null ? await store.ListSchedulesAsync() : [await ScheduleArgument.FindAsync(store, name)];
        var shown = new List<(Schedule Schedule, IReadOnlyList<ScheduledRun> Runs)>();
        foreach (var schedule in schedules)
            shown.Add((schedule, await store!.ListRunsAsync(schedule.Id, most ?? (name is null ? 1 : 20))));
        var now = TimeProvider.System.GetUtcNow();
        if (isJson)
            ScheduleJson.Write(shown, now);
        else if (shown.Count == 0)
            Screen.Say("No schedules yet. Add one with: nightshift schedule add \"0 2 * * *\" -- run INPUT --task FILE -o OUTPUT");
        else
            Screen.Print(shown.SelectMany((one, place) => ScheduleText.Lines(one.Schedule, one.Runs, now).Prepend("").Skip(place == 0 ? 1 : 0)));
        return ExitCode.Success;
    }
}

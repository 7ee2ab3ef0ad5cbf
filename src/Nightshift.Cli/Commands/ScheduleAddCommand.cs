using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;
using Nightshift.Cli.Scheduling;
using Nightshift.Model;

namespace Nightshift.Cli.Commands;

/// <summary><c>schedule add</c>: checks a command as if it were run now, and keeps it.</summary>
internal static class ScheduleAddCommand
{
    private const int LongestName = 100;

    private static readonly Argument<string> Cron = new("CRON") { Description = "When: minute hour day-of-month month day-of-week, in quotes; or @daily, @hourly, @weekly, @monthly, @yearly" };
    private static readonly Argument<string[]> Words = new("COMMAND") { Description = "After --: what is run, as you would type it behind `nightshift`", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Zone = new("--time-zone") { Description = "Whose clock CRON is read by, such as Europe/Berlin (default: this machine's)", HelpName = "ZONE" };
    private static readonly Option<string?> Name = new("--name") { Description = "What to call it (default: the input's file name)", HelpName = "NAME" };
    private static readonly Option<string?> Missed = new("--missed") { Description = "run or skip: what to do about a time at which nobody was there (default: run it once, as soon as somebody is)", HelpName = "WHAT" };

    public static Command Create()
    {
        var command = new Command("add", """
            Add a schedule: a `run` or `submit` command, to be run at set times from this folder.

            The command is checked now as it would be then: its options, its task, its input. CRON has the five fields of crontab; with both a day of
            month and a day of week, either will do. A time that the clocks skip in spring is taken when they jump; one that comes twice in
            autumn counts once, the first time, unless it is every hour that is asked for.

            Examples:
              nightshift schedule add "0 2 * * *" -- run tickets.csv --task classify.yaml -o answers.csv
              nightshift schedule add "30 6 * * mon-fri" --time-zone Europe/Berlin --name mornings --missed skip -- run tickets.csv --task classify.yaml -o answers.csv
              nightshift schedule add @daily -- submit tickets.csv --task classify.yaml --strategy cheapest -o answers.csv
            """);
        command.Arguments.Add(Cron);
        command.Arguments.Add(Words);
        Option[] options = [Zone, Name, Missed];
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((parse, cancellation) => AddAsync(parse, TimeProvider.System, cancellation));
        return command;
    }

    private static async Task<int> AddAsync(ParseResult parse, TimeProvider time, CancellationToken cancellation)
    {
        var home = HomeOption.Of(parse);
        var zone = LocalZone.Or(parse.GetValue(Zone), time);
        var times = Recurrence.Parse(parse.GetValue(Cron)!, zone);
        if (times.NextAfter(time.GetUtcNow()) is null)
            throw new UsageException($"'{parse.GetValue(Cron)}' never comes");
        var missed = PolicyOf(parse.GetValue(Missed));
        var folder = Environment.CurrentDirectory;
        var words = parse.GetValue(Words) ?? [];
        var request = await ScheduledCommand.ReadAsync(words, folder, home, cancellation);
        ProviderCheck.Say(request, home);
        var name = NameOf(parse.GetValue(Name) ?? Path.GetFileNameWithoutExtension(request.Input.Path));

        await using var session = await Session.OpenAsync(home, needsSimulator: false);
        var store = session.Engine.Store;
        if ((await store.ListSchedulesAsync(cancellation)).Any(existing => existing.Name == name))
            throw new UsageException($"there is a schedule '{name}': give this one another --name, or remove that one with: nightshift schedule rm {RunLine.Quote([name])}");
        var schedule = await store.AddScheduleAsync(new NewSchedule(name, parse.GetValue(Cron)!.Trim(), zone.Id, missed, words, folder), cancellation);
        Console.Out.WriteLine(Screen.Safe(schedule.Name));
        Screen.Say($"Runs next on {ScheduleText.Time(times.NextAfter(time.GetUtcNow())!.Value, schedule)} ({zone.Id}), while `nightshift work --forever` is there to start it.");
        return ExitCode.Success;
    }

    private static MissedPolicy PolicyOf(string? word) => word switch
    {
        null or "run" => MissedPolicy.Run,
        "skip" => MissedPolicy.Skip,
        _ => throw new UsageException($"--missed takes run or skip, not '{word}'"),
    };

    private static string NameOf(string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
        ? name
        : throw new UsageException($"a schedule's name has 1 to {LongestName} letters, all of them visible");
}

using System.CommandLine;
using Nightshift.Cli.Options;
using Nightshift.Engine;
using Nightshift.Intake;
using Nightshift.Model;
using Nightshift.Planning;

namespace Nightshift.Cli.Scheduling;

/// <summary>The command of a schedule: read by the parser that reads <c>run</c> and <c>submit</c>, now when it is added, and again each time.</summary>
internal static class ScheduledCommand
{
    /// <summary>The job that the words make.</summary>
    /// <param name="words">As typed, the command first.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <param name="home">The store's folder.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <exception cref="UsageException">They are no command that a schedule can run.</exception>
    public static Task<JobRequest> ReadAsync(IReadOnlyList<string> words, string folder, string home, CancellationToken cancellation)
    {
        var options = new JobOptions();
        return options.ReadAsync(Parse(words, options), home, cancellation, folder: folder);
    }

    /// <summary>Where the schedule's answers go. Two schedules of the same rows and task are one job, and each has its own output.</summary>
    public static OutputRequest OutputOf(Schedule schedule) => OutputChoice.Of(Parse(schedule.Arguments, new JobOptions()), schedule.Folder);

    /// <summary>Why the schedule could not be run now; null when it could.</summary>
    public static async Task<string?> FaultAsync(Schedule schedule, string home, CancellationToken cancellation)
    {
        try
        {
            _ = ScheduleTimes.Of(schedule);
            await ReadAsync(schedule.Arguments, schedule.Folder, home, cancellation);
            return null;
        }
        catch (Exception e) when (e is UsageException or InputException or TaskException)
        {
            return e.Message;
        }
    }

    private static ParseResult Parse(IReadOnlyList<string> words, JobOptions options)
    {
        if (words is not [("run" or "submit") and var name, ..])
        {
            throw new UsageException((words is [var other, ..] ? $"a schedule runs `run` or `submit`, not `{other}`" : "say what is to be run")
                + ": nightshift schedule add \"0 2 * * *\" -- run tickets.csv --task classify.yaml -o answers.csv");
        }

        if (words.Any(word => word == "--home" || word.StartsWith("--home=", StringComparison.Ordinal)))
            throw new UsageException("a schedule runs in the store that it is kept in: name that with --home before the --");
        var command = new Command(name);
        options.AddTo(command);
        var parse = new RootCommand { command }.Parse([.. words], AsTyped.Words);
        if (parse.Errors.Count > 0)
            throw new UsageException($"`{name}` cannot be run so: {string.Join(" ", parse.Errors.Select(error => error.Message))} (`nightshift {name} --help` has what it takes)");
        if (parse.GetValue(options.Input) == "-")
            throw new UsageException("nobody is there to give a scheduled run its standard input: name a file");
        if (OutputChoice.Of(parse).Path == "-")
            throw new UsageException("nobody reads the standard output of a scheduled run: say where the answers go with --output FILE");
        return parse;
    }
}

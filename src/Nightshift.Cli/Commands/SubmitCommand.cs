using System.CommandLine;
using Nightshift.Cli.Display;
using Nightshift.Cli.Options;

namespace Nightshift.Cli.Commands;

/// <summary><c>submit</c>: takes a job in for <c>work</c> to carry out.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var job = new JobOptions();
        var command = new Command("submit", """
            Take a dataset in and plan it; print the job's number and return. Nothing is sent: `nightshift work` does that.

            Examples:
              nightshift submit tickets.csv --task classify.yaml -o answers.csv && nightshift work
              nightshift submit tickets.csv --task classify.yaml --strategy cheapest -o answers.csv   # then `nightshift work --once` by cron
            """);
        job.AddTo(command);
        command.SetAction((parse, _) => RunAsync(job, parse));
        return command;
    }

    private static async Task<int> RunAsync(JobOptions options, ParseResult parse)
    {
        using var interrupts = new Interrupts(Screen.Say);
        var home = HomeOption.Of(parse);
        var request = await options.ReadAsync(parse, home, interrupts.Control.Stop);
        await using var session = await Session.OpenAsync(home, Session.IsSimulated(request.Task));
        var job = await session.Engine.SubmitAsync(request, new RunNarrator(), interrupts.Control.Stop);
        Console.Out.WriteLine(job.Id);
        return ExitCode.Success;
    }
}
